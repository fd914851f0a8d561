package dev.fwlint.packets;

import java.util.Arrays;

/** Puts a set together from intervals in the order of where they begin. */
final class Intervals {
  private long[] bounds;
  private int used;

  /** Room for {@code count} intervals at first. */
  Intervals(int count) {
    bounds = new long[2 * count];
  }

  void add(long lo, long hi) {
    if (used > 0 && touches(bounds[used - 1], lo)) {
      if (IntervalSet.less(bounds[used - 1], hi)) {
        bounds[used - 1] = hi;
      }
      return;
    }
    if (used == bounds.length) {
      bounds = Arrays.copyOf(bounds, Math.max(4, 2 * used));
    }
    bounds[used++] = lo;
    bounds[used++] = hi;
  }

  private static boolean touches(long hi, long lo) {
    return hi == -1 || !IntervalSet.less(hi + 1, lo);
  }

  IntervalSet toSet() {
    return IntervalSet.ofBounds(used == bounds.length ? bounds : Arrays.copyOf(bounds, used));
  }
}
