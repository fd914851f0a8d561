package dev.fwlint.parse;

import static dev.fwlint.extension.Quoted.quoted;

import dev.fwlint.ast.Option;
import dev.fwlint.ast.Word;
import dev.fwlint.extension.OptionKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The options of a rule that its matches and its target bring. */
final class SpecialOptions {
  private SpecialOptions() {}

  /** One of them with its values, of which a second one is a word of its own. */
  static Option read(Item.Special item, Optional<Word> not, GetOpt options) throws Stop {
    OptionKind kind = item.kind();
    refuseNot(item, not);
    List<Word> values = new ArrayList<>();
    item.value().ifPresent(values::add);
    Optional<Word> further = further(kind, values, options);
    while (further.isPresent()) {
      values.add(further.get());
      further = further(kind, values, options);
    }
    Word last = values.isEmpty() ? item.written() : values.getLast();
    Option option =
        new Option(
            kind.name(),
            item.written(),
            not.isPresent(),
            values,
            not.orElse(item.written()).span().to(last.span()));
    refuseTooFew(kind, option);
    return option;
  }

  private static Optional<Word> further(OptionKind kind, List<Word> values, GetOpt options) {
    return values.size() < kind.values().size() ? options.takeValue() : Optional.empty();
  }

  private static void refuseNot(Item.Special item, Optional<Word> not) throws Stop {
    if (not.isPresent() && !item.kind().negatable()) {
      throw Stop.syntax(
          not.get().span(), "%s cannot be negated".formatted(quoted(item.written().text())));
    }
  }

  private static void refuseTooFew(OptionKind kind, Option option) throws Stop {
    long needed = kind.values().stream().filter(value -> !value.optional()).count();
    if (option.values().size() < needed) {
      throw Stop.syntax(
          option.span(), "%s needs %d values".formatted(quoted(option.written().text()), needed));
    }
  }
}
