package dev.fwlint.extension;

import dev.fwlint.ast.Backend;
import dev.fwlint.ast.Option;
import dev.fwlint.source.Span;
import java.util.Optional;

/**
 * Why a module of the kernel refuses a rule.
 *
 * @param message what goes on from the extension's name
 * @param at the option it is about; nothing where it is the extension as a whole
 * @param only the backend that refuses it, where the other does not
 */
record Why(String message, Optional<Span> at, Optional<Backend> only) {
  static Optional<Why> of(String message) {
    return Optional.of(new Why(message, Optional.empty(), Optional.empty()));
  }

  /** About an option, where it is given. */
  static Optional<Why> about(Optional<Option> option, String message) {
    return option.map(o -> new Why(message, Optional.of(o.span()), Optional.empty()));
  }

  static Optional<Why> only(Backend backend, String message) {
    return Optional.of(new Why(message, Optional.empty(), Optional.of(backend)));
  }
}
