package dev.fwlint.model;

import dev.fwlint.ast.Line;
import java.util.List;
import java.util.Optional;

/**
 * A chain and its steps, in order.
 *
 * @param hook where it hangs, for a built-in chain
 * @param policy what becomes of a packet that reaches the end of a built-in chain; nothing for a
 *     user chain
 * @param declared the line that declares it; nothing where the kernel has it all the same
 */
public record Chain(
    String table,
    String name,
    Optional<Hook> hook,
    Optional<Verdict> policy,
    Optional<Line> declared,
    List<Step> steps) {
  public Chain {
    steps = List.copyOf(steps);
  }

  public boolean builtIn() {
    return hook.isPresent();
  }

  /** As {@code filter/FORWARD}. */
  public String path() {
    return table + "/" + name;
  }
}
