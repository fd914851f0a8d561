package dev.fwlint.extension;

import dev.fwlint.ast.Problem;
import java.util.Optional;

/** What came of reading a value. */
public sealed interface Reading {
  /** What the value means. */
  record Good(Value value) implements Reading {}

  /** Why iptables refuses the value, and what may have been meant. */
  record Bad(Problem.Kind kind, String message, Optional<String> hint) implements Reading {}
}
