package dev.fwlint.reach;

import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.Product;
import dev.fwlint.packets.Space;
import dev.fwlint.reach.Clause.Test;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Leaves out of some packets those that steps would take, for steps that did not take the one at
 * hand. Of the conditions by which a step did not, one is enough: one that leaves out little, or
 * serves for many steps.
 */
final class Exclusion {
  private final State state;
  private Product packets;

  /** For each step that is not excluded yet, the tests that fail. */
  private final List<List<Test>> steps = new ArrayList<>();

  private final Map<Test, Integer> served = new HashMap<>();

  Exclusion(Product packets, State state) {
    this.packets = packets;
    this.state = state;
  }

  void add(Op op) {
    List<Test> failing = new ArrayList<>();
    Clause other = null;
    for (Clause clause : op.demand().clauses()) {
      if (clause.holds(state).orElse(true)) {
        continue;
      }
      if (!clause.isPlain()) {
        other = other == null ? clause : other;
        continue;
      }
      for (Test test : clause.tests()) {
        if (!test.fails(state)) {
          continue;
        }
        if (!packets.set(test.field()).overlaps(test.values())) {
          return;
        }
        failing.add(test);
      }
    }
    if (!failing.isEmpty()) {
      steps.add(failing);
      failing.forEach(test -> served.merge(test, 1, Integer::sum));
    } else if (other != null) {
      packets = other.same(state, packets);
    }
  }

  /** What is left of the packets. */
  Product rest() {
    Map<Integer, List<IntervalSet>> excluded = new HashMap<>();
    for (List<Test> failing : steps) {
      Test least = failing.getFirst();
      for (Test test : failing) {
        least = price(test) < price(least) ? test : least;
      }
      excluded.computeIfAbsent(least.field(), f -> new ArrayList<>()).add(least.values());
    }
    Space space = packets.space();
    Product rest = packets;
    for (Map.Entry<Integer, List<IntervalSet>> entry : excluded.entrySet()) {
      int field = entry.getKey();
      IntervalSet out = IntervalSet.union(entry.getValue());
      rest = rest.with(field, out.complement(space.greatest(field)));
    }
    return rest;
  }

  /** The share of all packets that a test costs each step that it serves for. */
  private double price(Test test) {
    return test.share(packets.space()) / served.getOrDefault(test, 1);
  }
}
