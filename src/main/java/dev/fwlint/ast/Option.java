package dev.fwlint.ast;

import dev.fwlint.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * One option of a rule with its values.
 *
 * @param name its full name as iptables(8) has it, without dashes ({@code source}, {@code dport}),
 *     whatever abbreviation or alias was written
 * @param written the word that named it
 * @param negated whether a {@code !} stands before it (or, the old way, before its value)
 * @param values its arguments, in order
 * @param span from the {@code !} or the option to the last value
 */
public record Option(String name, Word written, boolean negated, List<Word> values, Span span) {
  public Option {
    values = List.copyOf(values);
  }

  /** The first of this name. A loop: it is asked for every rule, many times. */
  static Optional<Option> first(List<Option> options, String name) {
    for (Option option : options) {
      if (option.name().equals(name)) {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }

  /** The only value of an option that takes exactly one. */
  public Word value() {
    return values.getFirst();
  }
}
