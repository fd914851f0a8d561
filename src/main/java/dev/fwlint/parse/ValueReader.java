package dev.fwlint.parse;

import dev.fwlint.ast.Family;
import dev.fwlint.ast.Option;
import dev.fwlint.ast.Problem;
import dev.fwlint.ast.Problem.Kind;
import dev.fwlint.ast.Word;
import dev.fwlint.extension.Reading;
import dev.fwlint.extension.Scope;
import dev.fwlint.extension.Value;
import dev.fwlint.extension.ValueKind;
import java.util.List;
import java.util.Optional;

/** Reads the values of a rule's options from left to right, and keeps what is wrong with them. */
final class ValueReader {
  private final Family family;
  private final List<Problem> problems;
  private Scope scope;

  /** What came of the value read last, where it belongs to a match or target. */
  private Optional<Reading> last = Optional.empty();

  ValueReader(Family family, List<Problem> problems) {
    this.family = family;
    this.problems = problems;
    this.scope = Scope.of(family);
  }

  /** What {@code -p} said so far. */
  Scope scope() {
    return scope;
  }

  /** Whether the last option took a text. */
  boolean endsInText() {
    return last.filter(reading -> reading instanceof Reading.Good(Value.Text text)).isPresent();
  }

  /** Whether the last option took a value that is none. */
  boolean endsInBadValue() {
    return last.filter(Reading.Bad.class::isInstance).isPresent();
  }

  /** The value of an option of iptables itself. */
  Reading general(String notation, Option option) {
    last = Optional.empty();
    return read(ValueKind.of(notation), option.value(), "-" + option.name().charAt(0));
  }

  private Reading read(ValueKind kind, Word word, String option) {
    Reading reading = kind.read(word.text(), scope);
    if (reading instanceof Reading.Bad bad) {
      problems.add(Mistakes.badValue(bad, word, option));
    }
    return reading;
  }

  /** The value of {@code -p}, on which the values behind it may hang. */
  void protocol(Option option) {
    if (general("general-protocol", option) instanceof Reading.Good(Value.Protocol(int number))) {
      scope = new Scope(family, number, option.negated());
      if (number == 0 && option.negated()) {
        problems.add(
            Problem.of(Kind.CONTEXT, option.span(), "! -p all would match no packet at all"));
      }
    }
  }

  /** The values of an option of a match or target. */
  void special(List<ValueKind> kinds, Option option) throws Stop {
    last = Optional.empty();
    for (int i = 0; i < option.values().size(); i++) {
      Word word = option.values().get(i);
      Reading reading = read(kinds.get(i), word, option.written().text());
      last = Optional.of(reading);
      if (reading instanceof Reading.Bad && word.text().equals("!")) {
        throw Mistakes.oldNegation(option.written(), problems);
      }
    }
  }
}
