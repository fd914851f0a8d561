package dev.fwlint.reach;

import dev.fwlint.packets.Product;
import java.util.List;

/**
 * What a step asks of a packet: clauses that must all hold, and perhaps something that cannot be
 * told.
 *
 * @param open whether the step may pass a packet by that all clauses hold of
 */
record Demand(List<Clause> clauses, boolean open) {
  /** What a step asks that takes every packet. */
  static final Demand NOTHING = new Demand(List.of(), false);

  Demand {
    clauses = List.copyOf(clauses);
  }

  /** Whether a step takes a packet. */
  enum Takes {
    NO,
    MAYBE,
    YES
  }

  Takes takes(State state) {
    boolean maybe = open;
    for (Clause clause : clauses) {
      var holds = clause.holds(state);
      if (holds.isEmpty()) {
        maybe = true;
      } else if (!holds.get()) {
        return Takes.NO;
      }
    }
    return maybe ? Takes.MAYBE : Takes.YES;
  }

  /** Packets around this one that the clauses hold of, as they do of it. */
  Product taken(State state, Product within) {
    Product result = within;
    for (Clause clause : clauses) {
      if (clause.holds(state).isPresent()) {
        result = clause.same(state, result);
      }
    }
    return result;
  }

  /** Packets around this one that are refused for the same reason. */
  Product refused(State state, Product within) {
    return clauses.stream()
        .filter(clause -> clause.holds(state).map(holds -> !holds).orElse(false))
        .map(clause -> clause.same(state, within))
        .max((a, b) -> Double.compare(Sizes.of(a), Sizes.of(b)))
        .orElseThrow();
  }

  /**
   * All packets that the clauses allow, and some more: a negated one of several tests is left to be
   * tried.
   */
  Product upperBound(Product within) {
    Product result = within;
    for (Clause clause : clauses) {
      result = clause.negated() ? result : clause.hull(result);
    }
    return result;
  }
}
