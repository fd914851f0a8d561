package dev.fwlint.extension;

import dev.fwlint.ast.Problem;
import java.util.Optional;

/**
 * Thrown where a value turns out not to be one. Has no stack trace: it says nothing about this
 * program.
 */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final Problem.Kind kind;
  private final String message;
  private final transient Optional<String> hint;

  private Refusal(Problem.Kind kind, String message, Optional<String> hint) {
    super(message, null, false, false);
    this.kind = kind;
    this.message = message;
    this.hint = hint;
  }

  static Refusal because(String message) {
    return new Refusal(Problem.Kind.SYNTAX, message, Optional.empty());
  }

  static Refusal inContext(String message) {
    return new Refusal(Problem.Kind.CONTEXT, message, Optional.empty());
  }

  Refusal withHint(String text) {
    return new Refusal(kind, message, Optional.of(text));
  }

  Reading.Bad reading() {
    return new Reading.Bad(kind, message, hint);
  }
}
