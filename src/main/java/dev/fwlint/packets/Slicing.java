package dev.fwlint.packets;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What takers leave of a product when each of them crosses it in one field only. */
final class Slicing {
  private record Slice(long lo, long hi, int taker) {}

  private static final Comparator<Slice> BY_BEGIN = (a, b) -> Long.compareUnsigned(a.lo, b.lo);

  private final Product packets;
  private final Product[] takers;
  private final Map<Integer, List<Slice>> byField = new TreeMap<>();

  Slicing(Product packets, Product[] takers) {
    this.packets = packets;
    this.takers = takers;
  }

  void add(int taker) {
    Product product = takers[taker];
    int field =
        product
            .fields()
            .filter(f -> !product.set(f).containsAll(packets.set(f)))
            .findFirst()
            .orElseThrow();
    IntervalSet taken = packets.set(field).intersect(product.set(field));
    List<Slice> slices = byField.computeIfAbsent(field, _ -> new ArrayList<>());
    for (int i = 0; i < taken.count(); i++) {
      slices.add(new Slice(taken.lo(i), taken.hi(i), taker));
    }
  }

  /**
   * The packets that no taker holds; the takers that it takes to hold the others go into {@code
   * used}.
   */
  Product cut(BitSet used) {
    Product left = packets;
    for (Map.Entry<Integer, List<Slice>> slices : byField.entrySet()) {
      int field = slices.getKey();
      IntervalSet taken = fewest(slices.getValue(), used);
      left = left.replace(field, left.set(field).subtract(taken));
      if (left.isEmpty()) {
        break;
      }
    }
    return left;
  }

  /** Their union, from the fewest slices: each step takes the one that goes furthest on. */
  private static IntervalSet fewest(List<Slice> slices, BitSet used) {
    slices.sort(BY_BEGIN);
    Intervals union = new Intervals(4);
    long next = 0;
    int i = 0;
    while (i < slices.size()) {
      Slice furthest = slices.get(i);
      long from = IntervalSet.less(next, furthest.lo) ? furthest.lo : next;
      while (i < slices.size() && !IntervalSet.less(from, slices.get(i).lo)) {
        furthest = further(furthest, slices.get(i++));
      }
      if (!IntervalSet.less(furthest.hi, from)) {
        union.add(furthest.lo, furthest.hi);
        used.set(furthest.taker);
        if (furthest.hi == -1) {
          break;
        }
        next = furthest.hi + 1;
      }
    }
    return union.toSet();
  }

  private static Slice further(Slice a, Slice b) {
    return IntervalSet.less(a.hi, b.hi) ? b : a;
  }
}
