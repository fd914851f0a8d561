package dev.fwlint.extension;

import java.util.List;

/**
 * An option of a match or target, as its table declares it.
 *
 * @param name its name as fwlint has it, without dashes: the first of {@code spellings}
 * @param spellings every full name that iptables knows it by
 * @param negatable whether a {@code !} may stand before it
 * @param required whether it must be given
 * @param repeatable whether it may be given more than once
 * @param values what it takes, in order
 * @param with options that must be given too
 * @param without options that must not be given too
 * @param after options that must stand before it
 * @param saving how iptables-save writes it
 */
public record OptionKind(
    String name,
    List<String> spellings,
    boolean negatable,
    boolean required,
    boolean repeatable,
    List<ValueKind> values,
    List<String> with,
    List<String> without,
    List<String> after,
    Saving saving) {
  public OptionKind {
    spellings = List.copyOf(spellings);
    values = List.copyOf(values);
    with = List.copyOf(with);
    without = List.copyOf(without);
    after = List.copyOf(after);
  }

  /** Whether iptables looks for a value before it looks for further options. */
  public boolean takesValue() {
    return !values.isEmpty() && !values.getFirst().optional();
  }
}
