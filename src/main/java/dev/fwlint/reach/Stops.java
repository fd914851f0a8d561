package dev.fwlint.reach;

import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.Product;
import dev.fwlint.packets.Space;
import dev.fwlint.reach.Op.Kind;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Neighbouring steps that end packets and differ in one field, as one: what Docker has a line a
 * bridge for, taken together.
 */
final class Stops {
  private final Space space;
  private final Map<Op, Demand> together = new IdentityHashMap<>();
  private final List<Op> run = new ArrayList<>();
  private final List<Product> packets = new ArrayList<>();

  /** The field in which the steps of the run differ; -1 while it is one step. */
  private int field = -1;

  Stops(List<Op> ops, Space space) {
    this.space = space;
    for (Op op : ops) {
      add(op);
    }
    close();
  }

  /** What a step asks, or all that its run asks together. */
  Demand of(Op op) {
    return together.getOrDefault(op, op.demand());
  }

  private void add(Op op) {
    Optional<Product> plain = plain(op);
    if (plain.isEmpty()) {
      close();
      return;
    }
    if (!run.isEmpty()) {
      int other = difference(packets.getFirst(), plain.get());
      if (other < 0 || field >= 0 && other != field) {
        close();
      } else {
        field = other;
      }
    }
    run.add(op);
    packets.add(plain.get());
  }

  /** All that a step takes, where it ends packets and its conditions are a product. */
  private Optional<Product> plain(Op op) {
    boolean plain =
        op.kind() == Kind.STOP
            && !op.demand().open()
            && op.demand().clauses().stream().noneMatch(Clause::negated);
    return plain ? Optional.of(op.demand().upperBound(Product.all(space))) : Optional.empty();
  }

  private void close() {
    if (run.size() > 1) {
      List<Clause> clauses = new ArrayList<>();
      Product first = packets.getFirst();
      IntervalSet values =
          IntervalSet.union(packets.stream().map(product -> product.set(field)).toList());
      first.fields().filter(f -> f != field).forEach(f -> clauses.add(Clause.of(f, first.set(f))));
      clauses.add(Clause.of(field, values));
      Demand all = new Demand(clauses, false);
      run.forEach(op -> together.put(op, all));
    }
    run.clear();
    packets.clear();
    field = -1;
  }

  /** The one field in which two products differ, or -1. */
  private static int difference(Product one, Product other) {
    int[] fields =
        IntStream.concat(one.fields(), other.fields())
            .distinct()
            .filter(f -> !one.set(f).equals(other.set(f)))
            .toArray();
    return fields.length == 1 ? fields[0] : -1;
  }
}
