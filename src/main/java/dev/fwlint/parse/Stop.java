package dev.fwlint.parse;

import dev.fwlint.ast.Problem;

/** Thrown where iptables would give up on a command, and what is behind could not be made sense of. */
final class Stop extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  Stop(Problem problem) {
    super(problem.message(), null, false, false);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
