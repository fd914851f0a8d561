package dev.fwlint.model;

import dev.fwlint.ast.Family;
import dev.fwlint.extension.Quoted;
import dev.fwlint.source.SourceFile;
import java.util.Optional;
import java.util.Set;

/**
 * The words of a line of {@code ipset save}, one after the other; a word in double quotes may hold
 * blanks.
 */
final class SetLine {
  private static final Set<String> REPEATS = Set.of("-exist", "-!", "--exist");

  private final SourceFile source;
  private final String text;
  private final int line;

  /** Where the last word began, and where the next one is looked for. */
  private int word;

  private int at;

  SetLine(SourceFile source, int line) {
    this.source = source;
    this.text = source.line(line);
    this.line = line;
    passBlanks();
    if (at < text.length() && text.charAt(at) == '#' || text.strip().equals("COMMIT")) {
      at = text.length();
    }
  }

  private SetLine(SetLine other) {
    source = other.source;
    text = other.text;
    line = other.line;
    word = other.word;
    at = other.at;
  }

  /** This place, to come back to. */
  SetLine here() {
    return new SetLine(this);
  }

  /** This place, the next word passed over. */
  SetLine remember() throws FactsFormatException {
    SetLine here = here();
    next("a value");
    return here;
  }

  boolean hasNext() {
    return at < text.length();
  }

  String next(String wanted) throws FactsFormatException {
    if (!hasNext()) {
      word = text.length();
      throw wrong(wanted + " is missing");
    }
    word = at;
    boolean quoted = text.charAt(at) == '"';
    int begin = quoted ? at + 1 : at;
    int end = begin;
    while (end < text.length() && !(quoted ? text.charAt(end) == '"' : isBlank(end))) {
      end++;
    }
    if (quoted && end == text.length()) {
      throw wrong("no double quote ends what begins here");
    }
    at = quoted ? end + 1 : end;
    passBlanks();
    return text.substring(begin, end);
  }

  private boolean isBlank(int place) {
    return text.charAt(place) == ' ' || text.charAt(place) == '\t';
  }

  private void passBlanks() {
    while (at < text.length() && isBlank(at)) {
      at++;
    }
  }

  /** Passes over an option that does not matter, with its value. */
  void pass(String option, Set<String> flags, Set<String> options) throws FactsFormatException {
    if (options.contains(option)) {
      next("a value");
    } else if (!flags.contains(option) && !REPEATS.contains(option)) {
      throw wrong("%s is no option here", option);
    }
  }

  /** The next word as a number in any base that C knows. */
  long number(long most) throws FactsFormatException {
    String number = next("a number");
    return number(number, most)
        .orElseThrow(() -> wrong("%s is no number from 0 to " + most, number));
  }

  static Optional<Long> number(String text, long most) {
    try {
      long value = Long.decode(text);
      return value < 0 || value > most ? Optional.empty() : Optional.of(value);
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  /** The next word as a mask of addresses: a prefix length or the mask itself. */
  Address mask(Family family) throws FactsFormatException {
    String mask = next("a mask");
    int most = family == Family.IPV4 ? 32 : 128;
    return number(mask, most)
        .map(length -> Address.mask(family, (int) (long) length))
        .or(() -> Address.parse(mask).filter(address -> address.family() == family))
        .orElseThrow(() -> wrong("%s is no mask", mask));
  }

  /** What is wrong with the last word. */
  FactsFormatException wrong(String message, Object... values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Quoted.quoted(String.valueOf(values[i]));
    }
    return new FactsFormatException(
        "%s:%d:%d".formatted(source.name(), line, word + 1), message.formatted(values));
  }
}
