package dev.fwlint.parse;

import dev.fwlint.ast.Problem;
import dev.fwlint.ast.Problem.Kind;
import dev.fwlint.source.Span;

/**
 * Thrown where iptables would give up on a command, and what is behind could not be made sense of.
 */
final class Stop extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  Stop(Problem problem) {
    super(problem.message(), null, false, false);
    this.problem = problem;
  }

  /** At what iptables cannot read. */
  static Stop syntax(Span at, String message) {
    return new Stop(Problem.of(Kind.SYNTAX, at, message));
  }

  /** At what it can read, but not here. */
  static Stop context(Span at, String message) {
    return new Stop(Problem.of(Kind.CONTEXT, at, message));
  }

  Stop withHint(String hint) {
    return new Stop(problem.withHint(hint));
  }

  Problem problem() {
    return problem;
  }
}
