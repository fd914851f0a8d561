package dev.fwlint.reach;

import dev.fwlint.model.Step;
import dev.fwlint.packets.Product;
import dev.fwlint.reach.Program.Site;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Jumps that lead to a step and ask for packets that it, or another jump behind them, excludes. */
final class Contradictions {
  /** So many jumps are named, and so many looked at. */
  private static final int ENOUGH = 20;

  private static final int MOST = 2_000;

  private final Program program;
  private final BitSet changing;
  private final Product asked;

  /** A chain that a way to the step begins in, and the jumps of that way, the first one first. */
  private record Way(Code from, List<Site> jumps) {
    Way by(Site jump) {
      List<Site> longer = new ArrayList<>(List.of(jump));
      longer.addAll(jumps);
      return new Way(jump.code(), longer);
    }
  }

  Contradictions(Program program, Site goal) {
    this.program = program;
    this.changing = program.changes(goal.code().chain.table());
    this.asked = Paths.bound(goal.op().demand(), Product.all(program.fields.space), changing);
  }

  Set<Step> jumps(Site goal) {
    Set<Step> found = new LinkedHashSet<>();
    Deque<Way> open = new ArrayDeque<>(List.of(new Way(goal.code(), List.of())));
    for (int looked = 0; !open.isEmpty() && looked < MOST && found.size() < ENOUGH; looked++) {
      Way way = open.pop();
      for (Site caller : program.callers(way.from()).stream().limit(MOST).toList()) {
        Way longer = way.by(caller);
        if (excluded(longer.jumps())) {
          found.addAll(fewest(longer.jumps()));
        } else {
          open.push(longer);
        }
      }
    }
    return found;
  }

  private boolean excluded(List<Site> jumps) {
    Product left = asked;
    for (Site jump : jumps) {
      left = Paths.bound(jump.op().demand(), left, changing);
    }
    return left.isEmpty();
  }

  /**
   * The last jump that was added excludes the rest, and perhaps needs some of the others for it.
   */
  private List<Step> fewest(List<Site> jumps) {
    List<Site> needed = new ArrayList<>(jumps);
    for (Site jump : jumps.subList(1, jumps.size())) {
      List<Site> others = needed.stream().filter(other -> other != jump).toList();
      if (excluded(others)) {
        needed = new ArrayList<>(others);
      }
    }
    return needed.stream().map(jump -> jump.op().step()).toList();
  }
}
