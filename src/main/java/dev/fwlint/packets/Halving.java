package dev.fwlint.packets;

import java.util.Arrays;
import java.util.List;

/** Splits packets in two where that sets their takers apart: what many takers cost then adds up. */
final class Halving {
  /** With fewer takers it is not worth the look. */
  private static final int MANY = 32;

  private final Product packets;
  private final Product[] takers;
  private final int[] candidates;

  private Halving(Product packets, Product[] takers, int[] candidates) {
    this.packets = packets;
    this.takers = takers;
    this.candidates = candidates;
  }

  /** Two disjoint parts, or none where too many takers would have a share in both. */
  static List<Product> of(Product packets, Product[] takers, int[] candidates) {
    return candidates.length < MANY ? List.of() : new Halving(packets, takers, candidates).halves();
  }

  private List<Product> halves() {
    int least = candidates.length + candidates.length / 4;
    List<Product> halves = List.of();
    for (int field : takers[candidates[0]].fields().toArray()) {
      long middle = middle(field);
      int cost = middle == packets.set(field).min() ? Integer.MAX_VALUE : cost(field, middle);
      if (cost < least) {
        least = cost;
        halves = halves(field, middle);
      }
    }
    return halves;
  }

  /** Where half of the takers have begun. */
  private long middle(int field) {
    long[] begins = new long[candidates.length];
    long first = packets.set(field).min();
    for (int i = 0; i < begins.length; i++) {
      long begin = takers[candidates[i]].set(field).min();
      // The order of longs is signed, that of values is not.
      begins[i] = Long.MIN_VALUE ^ (IntervalSet.less(begin, first) ? first : begin);
    }
    Arrays.sort(begins);
    return Long.MIN_VALUE ^ begins[begins.length / 2];
  }

  /** How many takers both parts have together. */
  private int cost(int field, long middle) {
    int cost = 0;
    for (int taker : candidates) {
      IntervalSet values = takers[taker].set(field);
      cost += IntervalSet.less(values.min(), middle) ? 1 : 0;
      cost += IntervalSet.less(values.max(), middle) ? 0 : 1;
    }
    return cost;
  }

  private List<Product> halves(int field, long middle) {
    IntervalSet values = packets.set(field);
    IntervalSet low = values.intersect(IntervalSet.of(0, middle - 1));
    return List.of(packets.replace(field, values.subtract(low)), packets.replace(field, low));
  }
}
