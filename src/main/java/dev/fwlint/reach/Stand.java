package dev.fwlint.reach;

import dev.fwlint.reach.Program.Site;
import java.util.Optional;

/**
 * Where a packet is on its way through a table.
 *
 * @param next the place of the step that it comes to next
 * @param back where it goes on when the chain ends; nothing where it meets the policy then
 */
record Stand(Code code, int next, Optional<Stand> back) {
  /** Behind the step that a path leads to. */
  static Stand behind(Path path) {
    Optional<Stand> back = Optional.empty();
    for (Site site : path.sites()) {
      if (site.op().kind() != Op.Kind.GOTO) {
        back = Optional.of(new Stand(site.code(), site.place() + 1, back));
      }
    }
    return new Stand(path.goal().code(), path.goal().place() + 1, back);
  }

  /** The same place, seen from the chain alone. */
  Stand alone() {
    return new Stand(code, next, Optional.empty());
  }

  /** Inside a chain that the step before {@code behind} leads to. */
  Stand entered(Op by, int behind) {
    Code target = by.target().orElseThrow();
    return by.kind() == Op.Kind.GOTO
        ? new Stand(target, 0, back)
        : new Stand(target, 0, Optional.of(at(behind)));
  }

  Stand at(int place) {
    return new Stand(code, place, back);
  }

  int depth() {
    int depth = 1;
    for (Optional<Stand> at = back; at.isPresent(); at = at.get().back()) {
      depth++;
    }
    return depth;
  }
}
