package dev.fwlint.reach;

import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.Product;
import dev.fwlint.packets.Space;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A part of what a step asks: that all tests of one of several boxes hold; negated, that of every
 * box one does not. All clauses of a step must hold.
 */
record Clause(List<List<Test>> boxes, boolean negated) {
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
    boxes = List.copyOf(boxes);
  }

  static Clause of(int field, IntervalSet values) {
    return all(List.of(new Test(field, values)));
  }

  /** That all tests hold. */
  static Clause all(List<Test> tests) {
    return new Clause(List.of(List.copyOf(tests)), false);
  }

  /** That one of the tests does not hold. */
  static Clause notAll(List<Test> tests) {
    return new Clause(List.of(List.copyOf(tests)), true);
  }

  /** A single test is turned around in place; then clauses of one field can be put together. */
  static Clause of(Space space, List<Test> tests, boolean negated) {
    return any(space, List.of(tests), negated);
  }

  /** That all tests of one of the boxes hold, or that this is not so. */
  static Clause any(Space space, List<List<Test>> boxes, boolean negated) {
    if (negated && boxes.size() == 1 && boxes.getFirst().size() == 1) {
      Test only = boxes.getFirst().getFirst();
      return of(only.field(), only.values().complement(space.greatest(only.field())));
    }
    return new Clause(boxes, negated);
  }

  /** Whether its tests must hold, every one. */
  boolean isPlain() {
    return !negated && boxes.size() == 1;
  }

  /** The tests of all boxes. */
  List<Test> tests() {
    return boxes.size() == 1 ? boxes.getFirst() : boxes.stream().flatMap(List::stream).toList();
  }

  /**
   * Whether it holds of a packet in this state; nothing where that hangs on a field whose value is
   * not known.
   */
  Optional<Boolean> holds(State state) {
    boolean open = false;
    for (List<Test> box : boxes) {
      Optional<Boolean> inside = holds(box, state);
      if (inside.isEmpty()) {
        open = true;
      } else if (inside.get()) {
        return Optional.of(!negated);
      }
    }
    return open ? Optional.empty() : Optional.of(negated);
  }

  private static Optional<Boolean> holds(List<Test> box, State state) {
    boolean open = false;
    for (Test test : box) {
      if (state.isUnknown(test.field())) {
        open = true;
      } else if (test.fails(state)) {
        return Optional.of(false);
      }
    }
    return open ? Optional.empty() : Optional.of(true);
  }

  /** Packets around this one, in the terms of its state, of which the clause says the same. */
  Product same(State state, Product within) {
    for (List<Test> box : boxes) {
      if (holds(box, state).orElse(false)) {
        return inside(box, within);
      }
    }
    Map<Integer, List<IntervalSet>> left = new HashMap<>();
    for (List<Test> box : boxes) {
      Test failed =
          box.stream()
              .filter(test -> test.fails(state))
              .min((a, b) -> Double.compare(a.values().size(), b.values().size()))
              .orElseThrow();
      left.computeIfAbsent(failed.field(), field -> new ArrayList<>()).add(failed.values());
    }
    Product result = within;
    for (Map.Entry<Integer, List<IntervalSet>> entry : left.entrySet()) {
      IntervalSet out = IntervalSet.union(entry.getValue());
      long greatest = within.space().greatest(entry.getKey());
      result = result.with(entry.getKey(), out.complement(greatest));
    }
    return result;
  }

  /** All packets of the given ones that may be in one of the boxes, and some more. */
  Product hull(Product within) {
    if (boxes.size() == 1) {
      return inside(boxes.getFirst(), within);
    }
    Product result = within;
    for (int field : commonFields()) {
      List<IntervalSet> values =
          tests().stream().filter(test -> test.field() == field).map(Test::values).toList();
      result = result.with(field, values.isEmpty() ? IntervalSet.EMPTY : IntervalSet.union(values));
    }
    return result;
  }

  /** The fields that every box asks for. */
  private Set<Integer> commonFields() {
    Set<Integer> common = new TreeSet<>();
    for (Test test : boxes.isEmpty() ? List.<Test>of() : boxes.getFirst()) {
      common.add(test.field());
    }
    for (List<Test> box : boxes) {
      common.retainAll(box.stream().map(Test::field).toList());
    }
    return common;
  }

  static Product inside(List<Test> box, Product within) {
    Product result = within;
    for (Test test : box) {
      result = result.with(test.field(), test.values());
    }
    return result;
  }
}
