package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.Product;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Some steps of a chain, found by the interface, the port or the destination that they ask for: of
 * a thousand bridges, most rules are about another one.
 */
final class Notables {
  /** Packets of more values than this are not worth looking up one by one. */
  private static final int FEW = 8;

  /** Fewer steps are gone through. */
  private static final int SMALL = 16;

  private final List<Op> ops;
  private final int[] all;
  private final List<ByValue> indexes;

  /** The places by the one value that a step asks for; and those that ask for none or several. */
  private static final class ByValue {
    private final int field;
    private final Map<Long, int[]> places = new HashMap<>();
    private final Notables others;

    ByValue(int field, Map<Long, List<Integer>> byValue, Notables others) {
      this.field = field;
      this.others = others;
      byValue.forEach((value, of) -> places.put(value, array(of)));
    }
  }

  Notables(List<Op> ops, int[] places) {
    this.ops = ops;
    all = places;
    indexes =
        places.length < SMALL
            ? List.of()
            : IntStream.of(OUT, IN, DESTINATION_PORT, DESTINATION)
                .mapToObj(this::index)
                .flatMap(Optional::stream)
                .toList();
  }

  /** Nothing for a field that less than half of the steps ask for one value of. */
  private Optional<ByValue> index(int field) {
    Map<Long, List<Integer>> byValue = new HashMap<>();
    List<Integer> others = new ArrayList<>();
    for (int place : all) {
      IntervalSet asked = asked(ops.get(place), field);
      if (asked.size() == 1) {
        byValue.computeIfAbsent(asked.min(), v -> new ArrayList<>()).add(place);
      } else {
        others.add(place);
      }
    }
    return others.size() < all.length / 2
        ? Optional.of(new ByValue(field, byValue, new Notables(ops, array(others))))
        : Optional.empty();
  }

  private static int[] array(List<Integer> places) {
    return places.stream().mapToInt(place -> place).toArray();
  }

  private static IntervalSet asked(Op op, int field) {
    return op.demand().clauses().stream()
        .filter(clause -> !clause.negated())
        .flatMap(clause -> clause.tests().stream())
        .filter(test -> test.field() == field)
        .map(Clause.Test::values)
        .reduce(IntervalSet::intersect)
        .orElse(IntervalSet.EMPTY);
  }

  /** The places from one up to another, without it, of those that may take some of the packets. */
  int[] among(Product packets, int from, int to) {
    for (ByValue index : indexes) {
      IntervalSet values = packets.set(index.field);
      if (values.size() <= FEW) {
        return found(index, values, packets, from, to);
      }
    }
    return within(all, from, to);
  }

  private static int[] within(int[] places, int from, int to) {
    int begin = Index.first(places, 0, from);
    return Arrays.copyOfRange(places, begin, Index.first(places, begin, to));
  }

  private static int[] found(ByValue index, IntervalSet values, Product packets, int from, int to) {
    IntStream found = IntStream.of(index.others.among(packets, from, to));
    for (int i = 0; i < values.count(); i++) {
      for (long value = values.lo(i); value <= values.hi(i); value++) {
        int[] places = index.places.get(value);
        if (places != null) {
          found = IntStream.concat(found, IntStream.of(within(places, from, to)));
        }
      }
    }
    return found.sorted().toArray();
  }
}
