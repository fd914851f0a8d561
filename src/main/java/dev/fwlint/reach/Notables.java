package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.Product;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Some steps of a chain, found by the interface, the port or the destination that they ask for: of
 * a thousand bridges, most rules are about another one.
 */
final class Notables {
  /** Packets of more values than this are not worth looking up one by one. */
  private static final int FEW = 8;

  private final int[] all;
  private final List<ByValue> indexes;

  /** By the one value that a step asks for; and those that ask for none or several. */
  private record ByValue(int field, Map<Long, List<Integer>> places, List<Integer> others) {}

  Notables(List<Op> ops, int[] places) {
    all = places;
    indexes =
        IntStream.of(OUT, IN, DESTINATION_PORT, DESTINATION)
            .mapToObj(field -> index(ops, field))
            .toList();
  }

  private ByValue index(List<Op> ops, int field) {
    ByValue index = new ByValue(field, new HashMap<>(), new ArrayList<>());
    for (int place : all) {
      IntervalSet asked = asked(ops.get(place), field);
      if (asked.size() == 1) {
        index.places.computeIfAbsent(asked.min(), v -> new ArrayList<>()).add(place);
      } else {
        index.others.add(place);
      }
    }
    return index;
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
      if (values.size() <= FEW && index.others.size() < all.length / 2) {
        return found(index, values, from, to);
      }
    }
    int begin = Index.first(all, 0, from);
    return Arrays.copyOfRange(all, begin, Index.first(all, begin, to));
  }

  private static int[] found(ByValue index, IntervalSet values, int from, int to) {
    IntStream found = index.others.stream().mapToInt(place -> place);
    for (int i = 0; i < values.count(); i++) {
      for (long value = values.lo(i); value <= values.hi(i); value++) {
        List<Integer> places = index.places.getOrDefault(value, List.of());
        found = IntStream.concat(found, places.stream().mapToInt(place -> place));
      }
    }
    return found.filter(place -> from <= place && place < to).sorted().toArray();
  }
}
