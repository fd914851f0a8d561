package dev.fwlint.reach;

import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.Product;
import dev.fwlint.packets.Space;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Packets around one, of which some steps say the same as of it. */
final class Alike {
  private final State state;
  private final Map<Integer, List<IntervalSet>> excluded = new HashMap<>();
  private Product within;

  Alike(State state, Space space) {
    this.state = state;
    this.within = Product.all(space);
  }

  /** Leaves out what a step does not take, which takes this one. */
  void takenBy(Op op) {
    within = op.demand().taken(state, within);
  }

  /** Leaves out what a step takes, which does not take this one; and more, if that is simpler. */
  void keepFrom(Op op) {
    Clause.Test least = null;
    Clause refused = null;
    for (Clause clause : op.demand().clauses()) {
      if (clause.holds(state).orElse(true)) {
        continue;
      }
      refused = clause;
      for (Clause.Test test : clause.negated() ? List.<Clause.Test>of() : clause.tests()) {
        if (fails(test) && (least == null || share(test) < share(least))) {
          least = test;
        }
      }
    }
    if (least != null) {
      excluded.computeIfAbsent(least.field(), f -> new ArrayList<>()).add(least.values());
    } else if (refused != null) {
      within = refused.same(state, within);
    }
  }

  private boolean fails(Clause.Test test) {
    return !state.isUnknown(test.field()) && !test.values().contains(state.get(test.field()));
  }

  private double share(Clause.Test test) {
    return test.values().size() / within.space().all(test.field()).size();
  }

  Product packets() {
    Product result = within;
    for (Map.Entry<Integer, List<IntervalSet>> entry : excluded.entrySet()) {
      long greatest = within.space().greatest(entry.getKey());
      result = result.with(entry.getKey(), union(entry.getValue()).complement(greatest));
    }
    return result;
  }

  private static IntervalSet union(List<IntervalSet> sets) {
    if (sets.size() == 1) {
      return sets.getFirst();
    }
    int middle = sets.size() / 2;
    return union(sets.subList(0, middle)).union(union(sets.subList(middle, sets.size())));
  }
}
