package dev.fwlint.parse;

import static dev.fwlint.extension.Quoted.quoted;

import dev.fwlint.ast.Option;
import dev.fwlint.ast.Problem;
import dev.fwlint.ast.Problem.Kind;
import dev.fwlint.ast.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The options of a rule that no match or target brings. */
final class GeneralOptions {
  private GeneralOptions() {}

  /** One of them with its values. */
  static Option read(Item.Base item, Optional<Word> not, GetOpt options) throws Stop {
    if (not.isPresent() && !isNegatable(item.option())) {
      throw new Stop(
          Problem.of(
              Kind.SYNTAX,
              not.get().span(),
              "a ! before %s is not allowed".formatted(item.option().shortName())));
    }
    List<Word> values = values(item, options);
    Word last = values.isEmpty() ? item.written() : values.getLast();
    return new Option(
        item.option().treeName(),
        item.written(),
        not.isPresent(),
        values,
        not.orElse(item.written()).span().to(last.span()));
  }

  private static boolean isNegatable(BaseOption option) {
    return switch (option) {
      case SOURCE, DESTINATION, PROTOCOL, IN_INTERFACE, OUT_INTERFACE, FRAGMENT -> true;
      default -> false;
    };
  }

  private static List<Word> values(Item.Base item, GetOpt options) throws Stop {
    if (item.value().isEmpty()) {
      return List.of();
    }
    if (item.option() == BaseOption.SET_COUNTERS) {
      return counters(item.value().get(), options);
    }
    if (item.glued().isPresent() && item.option().takesWholeWord()) {
      return List.of(glued(item, item.glued().get()));
    }
    return List.of(item.value().get());
  }

  /** Both in one word: 1.8.9 takes the word as a whole, which only an interface's name can be. */
  private static Word glued(Item.Base item, Word word) throws Stop {
    BaseOption option = item.option();
    if (option == BaseOption.IN_INTERFACE || option == BaseOption.OUT_INTERFACE) {
      return word;
    }
    Problem problem =
        Problem.of(
            Kind.SYNTAX,
            word.span(),
            "%s is taken as the value of %s, as a whole"
                .formatted(quoted(word.text()), option.shortName()));
    String meant = "-" + word.text();
    boolean longName = !word.text().startsWith("--") && options(meant);
    throw new Stop(
        problem.withHint(
            longName
                ? "did you mean %s?".formatted(meant)
                : "write a blank between %s and its value".formatted(item.written().text())));
  }

  /** Whether some match or target has a long option of this name, dashes included. */
  private static boolean options(String name) {
    return Mistakes.isKnownSomewhere(name.substring(2));
  }

  /** {@code -c packets bytes}, or {@code -c packets,bytes}. */
  private static List<Word> counters(Word first, GetOpt options) throws Stop {
    int comma = first.text().indexOf(',');
    List<Word> counters = new ArrayList<>();
    if (comma >= 0) {
      counters.add(Words.part(first, 0, comma));
      counters.add(Words.from(first, comma + 1));
    } else {
      counters.add(first);
      options.takeValue().ifPresent(counters::add);
    }
    if (counters.size() < 2) {
      throw new Stop(
          Problem.of(Kind.SYNTAX, first.span(), "-c needs a packet and a byte counter"));
    }
    for (Word counter : counters) {
      boolean number = !counter.text().isEmpty() && Character.isDigit(counter.text().charAt(0));
      if (!number) {
        throw new Stop(
            Problem.of(
                Kind.SYNTAX,
                counter.span(),
                "%s is not a counter".formatted(quoted(counter.text()))));
      }
    }
    return counters;
  }

  /** Whether iptables allows the option in such a command. */
  static boolean goesWith(BaseOption option, BaseOption verb, boolean hasRule) {
    return switch (option) {
      case NUMERIC, EXACT, LINE_NUMBERS -> verb == BaseOption.LIST;
      case VERBOSE, IPV4, IPV6 -> true;
      case SET_COUNTERS ->
          switch (verb) {
            case APPEND, INSERT, REPLACE, POLICY -> true;
            default -> false;
          };
      default -> hasRule;
    };
  }

  /** Whether the option belongs to the rule as it is kept, and not to how iptables prints. */
  static boolean isKept(Option option) {
    return switch (option.name()) {
      case "jump", "goto", "numeric", "exact", "line-numbers", "verbose" -> false;
      default -> true;
    };
  }
}
