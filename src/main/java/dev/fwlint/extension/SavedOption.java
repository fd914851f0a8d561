package dev.fwlint.extension;

import dev.fwlint.ast.Option;
import java.util.List;
import java.util.Optional;

/**
 * An option of a match or target that is to be saved, beside all that were given.
 *
 * @param option as it was given last, which is what counts
 */
record SavedOption(SavedOptions all, OptionKind kind, Optional<Option> option) {
  static SavedOption of(SavedOptions all, OptionKind kind) {
    return new SavedOption(all, kind, all.option(kind.name()));
  }

  String name() {
    return kind.name();
  }

  boolean isGiven() {
    return option.isPresent();
  }

  boolean isNegated() {
    return option.filter(Option::negated).isPresent();
  }

  boolean has(String other) {
    return all.option(other).isPresent();
  }

  /** The number that it gives, 0 where it gives none. */
  long number() {
    return all.number(name()).orElse(0L);
  }

  /** Which of these options was given last. */
  Optional<Option> lastOf(List<String> names) {
    return all.given().stream()
        .filter(given -> names.contains(given.name()))
        .reduce((earlier, later) -> later);
  }

  /** The option by its name with this value. */
  String with(Object value) {
    return " --" + name() + " " + value;
  }

  /** What is written where the option is given; nothing else where it is not. */
  Optional<String> given(String text) {
    return when(isGiven(), text);
  }

  static Optional<String> when(boolean written, String text) {
    return Optional.of(written ? text : "");
  }
}
