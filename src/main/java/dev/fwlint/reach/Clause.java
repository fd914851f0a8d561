package dev.fwlint.reach;

import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.Product;
import dev.fwlint.packets.Space;
import java.util.List;
import java.util.Optional;

/**
 * A part of what a step asks: that every test holds; negated, that not every one does. All clauses
 * of a step must hold.
 */
record Clause(List<Test> tests, boolean negated) {
  /** That a field has one of these values. */
  record Test(int field, IntervalSet values) {
    /** Whether it holds of a packet, whose field is known. */
    boolean holds(State state) {
      return !state.isUnknown(field) && values.contains(state.get(field));
    }

    /** Whether it does not hold of a packet, whose field is known. */
    boolean fails(State state) {
      return !state.isUnknown(field) && !values.contains(state.get(field));
    }

    /** Which part of the field's values it lets pass. */
    double share(Space space) {
      return values.size() / space.all(field).size();
    }
  }

  Clause {
    tests = List.copyOf(tests);
  }

  static Clause of(int field, IntervalSet values) {
    return new Clause(List.of(new Test(field, values)), false);
  }

  /** A single test is turned around in place; then clauses of one field can be put together. */
  static Clause of(Space space, List<Test> tests, boolean negated) {
    if (negated && tests.size() == 1) {
      Test only = tests.getFirst();
      return of(only.field(), only.values().complement(space.greatest(only.field())));
    }
    return new Clause(tests, negated);
  }

  /**
   * Whether it holds of a packet in this state; nothing where that hangs on a field whose value is
   * not known.
   */
  Optional<Boolean> holds(State state) {
    boolean open = false;
    for (Test test : tests) {
      if (state.isUnknown(test.field())) {
        open = true;
      } else if (test.fails(state)) {
        return Optional.of(negated);
      }
    }
    return open ? Optional.empty() : Optional.of(!negated);
  }

  /** Packets around this one, in the terms of its state, of which the clause says the same. */
  Product same(State state, Product within) {
    boolean all = tests.stream().allMatch(test -> test.holds(state));
    if (all) {
      Product result = within;
      for (Test test : tests) {
        result = result.with(test.field(), test.values());
      }
      return result;
    }
    Test failed =
        tests.stream()
            .filter(test -> test.fails(state))
            .min((a, b) -> Double.compare(a.values().size(), b.values().size()))
            .orElseThrow();
    long greatest = within.space().greatest(failed.field());
    return within.with(failed.field(), failed.values().complement(greatest));
  }
}
