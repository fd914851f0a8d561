package dev.fwlint.parse;

import static dev.fwlint.extension.Quoted.quoted;

import dev.fwlint.ast.Option;
import dev.fwlint.ast.Problem;
import dev.fwlint.ast.Problem.Kind;
import dev.fwlint.ast.Word;
import java.util.List;
import java.util.Optional;

/** The options of a rule that no match or target brings. */
final class GeneralOptions {
  private GeneralOptions() {}

  /** One of them with its values. */
  static Option read(Item.Base item, Optional<Word> not, GetOpt options) throws Stop {
    if (not.isPresent() && !isNegatable(item.option())) {
      throw Stop.syntax(
          not.get().span(), "a ! before %s is not allowed".formatted(item.option().shortName()));
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
      // iptables passes over them, and over the ! too
      case IPV4, IPV6 -> true;
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
    Optional<Word> second =
        comma < 0 ? options.takeValue() : Optional.of(Words.from(first, comma + 1));
    if (second.isEmpty()) {
      throw Stop.syntax(first.span(), "-c needs a packet and a byte counter");
    }
    Word packets = comma < 0 ? first : Words.part(first, 0, comma);
    refuseNoNumber(packets);
    refuseNoNumber(second.get());
    return List.of(packets, second.get());
  }

  /** Like sscanf(3): what stands behind the digits does not count. */
  private static void refuseNoNumber(Word counter) throws Stop {
    String text = counter.text().stripLeading();
    String digits = text.startsWith("+") ? text.substring(1) : text;
    if (digits.isEmpty() || !Character.isDigit(digits.charAt(0))) {
      throw Stop.syntax(counter.span(), "%s is not a counter".formatted(quoted(counter.text())));
    }
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
