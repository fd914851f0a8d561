package dev.fwlint.packets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.LongPredicate;

/**
 * A set of unsigned 64-bit numbers: intervals in ascending order that neither overlap nor touch, so
 * that equal sets are equal objects.
 */
public final class IntervalSet {
  public static final IntervalSet EMPTY = new IntervalSet(new long[0]);

  /** The least and the greatest number of the first interval, of the second, and so on. */
  private final long[] bounds;

  private IntervalSet(long[] bounds) {
    this.bounds = bounds;
  }

  /** The numbers from {@code lo} to {@code hi}, both included. */
  public static IntervalSet of(long lo, long hi) {
    if (less(hi, lo)) {
      throw new IllegalArgumentException(text(lo) + " is greater than " + text(hi));
    }
    return new IntervalSet(new long[] {lo, hi});
  }

  public static IntervalSet of(long value) {
    return new IntervalSet(new long[] {value, value});
  }

  /** The numbers from 0 to {@code greatest}. */
  public static IntervalSet all(long greatest) {
    return new IntervalSet(new long[] {0, greatest});
  }

  /** Those of the numbers from 0 to {@code greatest} of which something holds. It asks each. */
  public static IntervalSet where(int greatest, LongPredicate holds) {
    Intervals found = new Intervals(greatest / 2 + 1);
    for (int value = 0; value <= greatest; value++) {
      if (holds.test(value)) {
        found.add(value, value);
      }
    }
    return found.toSet();
  }

  /** Takes {@code bounds} as its own. */
  static IntervalSet ofBounds(long[] bounds) {
    return bounds.length == 0 ? EMPTY : new IntervalSet(bounds);
  }

  public boolean isEmpty() {
    return bounds.length == 0;
  }

  /** Whether it holds every number from 0 to {@code greatest}. */
  public boolean isAll(long greatest) {
    return bounds.length > 0 && bounds[0] == 0 && !less(bounds[1], greatest);
  }

  public boolean contains(long value) {
    int i = reaching(value);
    return i < count() && !less(value, lo(i));
  }

  /** The least number of a set that is not empty. */
  public long min() {
    return bounds[0];
  }

  /** The greatest number of a set that is not empty. */
  public long max() {
    return bounds[bounds.length - 1];
  }

  /** How many intervals it has. */
  public int count() {
    return bounds.length >> 1;
  }

  /** The least number of the interval with this index. */
  public long lo(int index) {
    return bounds[2 * index];
  }

  /** The greatest number of the interval with this index. */
  public long hi(int index) {
    return bounds[2 * index + 1];
  }

  /** How many numbers it holds, to the precision of a double. */
  public double size() {
    double size = 0;
    for (int i = 0; i < count(); i++) {
      size += toDouble(hi(i) - lo(i)) + 1;
    }
    return size;
  }

  public boolean overlaps(IntervalSet other) {
    if (count() > other.count()) {
      return other.overlaps(this);
    }
    for (int i = 0; i < count(); i++) {
      int j = other.reaching(lo(i));
      if (j < other.count() && !less(hi(i), other.lo(j))) {
        return true;
      }
    }
    return false;
  }

  public boolean containsAll(IntervalSet other) {
    if (bounds.length == 2 && other.bounds.length > 0) {
      return !less(other.min(), bounds[0]) && !less(bounds[1], other.max());
    }
    for (int i = 0; i < other.count(); i++) {
      int j = reaching(other.lo(i));
      if (j == count() || less(other.lo(i), lo(j)) || less(hi(j), other.hi(i))) {
        return false;
      }
    }
    return true;
  }

  public IntervalSet union(IntervalSet other) {
    if (containsAll(other)) {
      return this;
    }
    Intervals result = new Intervals(count() + other.count());
    int i = 0;
    int j = 0;
    while (i < count() || j < other.count()) {
      if (j == other.count() || (i < count() && less(lo(i), other.lo(j)))) {
        result.add(lo(i), hi(i++));
      } else {
        result.add(other.lo(j), other.hi(j++));
      }
    }
    return result.toSet();
  }

  /** Of many at once. */
  public static IntervalSet union(List<IntervalSet> sets) {
    if (sets.size() == 1) {
      return sets.getFirst();
    }
    List<IntervalSet> ascending = new ArrayList<>();
    for (IntervalSet set : sets) {
      for (int i = 0; i < set.count(); i++) {
        ascending.add(set.count() == 1 ? set : of(set.lo(i), set.hi(i)));
      }
    }
    ascending.sort((one, other) -> Long.compareUnsigned(one.min(), other.min()));
    Intervals result = new Intervals(ascending.size());
    ascending.forEach(interval -> result.add(interval.min(), interval.max()));
    return result.toSet();
  }

  public IntervalSet intersect(IntervalSet other) {
    if (containsAll(other)) {
      return other;
    }
    if (other.containsAll(this)) {
      return this;
    }
    Intervals result = new Intervals(count() + other.count());
    int i = 0;
    int j = 0;
    while (i < count() && j < other.count()) {
      long lo = less(lo(i), other.lo(j)) ? other.lo(j) : lo(i);
      boolean first = less(hi(i), other.hi(j));
      long hi = first ? hi(i++) : other.hi(j++);
      if (!less(hi, lo)) {
        result.add(lo, hi);
      }
    }
    return result.toSet();
  }

  public IntervalSet subtract(IntervalSet other) {
    if (!overlaps(other)) {
      return this;
    }
    Intervals result = new Intervals(count() + other.count());
    for (int i = 0; i < count(); i++) {
      other.addWhatIsLeft(lo(i), hi(i), result);
    }
    return result.toSet();
  }

  /** Adds what this leaves of an interval. */
  private void addWhatIsLeft(long lo, long hi, Intervals result) {
    long from = lo;
    for (int j = reaching(lo); j < count() && !less(hi, lo(j)); j++) {
      if (less(from, lo(j))) {
        result.add(from, lo(j) - 1);
      }
      if (!less(hi(j), hi)) {
        return;
      }
      from = hi(j) + 1;
    }
    result.add(from, hi);
  }

  /** The numbers from 0 to {@code greatest} that it does not hold. */
  public IntervalSet complement(long greatest) {
    return all(greatest).subtract(this);
  }

  /** The index of the first interval that does not end before {@code value}. */
  private int reaching(long value) {
    if (bounds.length == 2) {
      return less(bounds[1], value) ? 1 : 0;
    }
    int from = 0;
    int to = count();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (less(hi(middle), value)) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  static boolean less(long a, long b) {
    return Long.compareUnsigned(a, b) < 0;
  }

  private static double toDouble(long value) {
    return value >= 0 ? value : 2.0 * (value >>> 1);
  }

  private static String text(long value) {
    return Long.toUnsignedString(value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IntervalSet set && Arrays.equals(bounds, set.bounds);
  }

  @Override
  public int hashCode() {
    // of single numbers, the last five bits of what Arrays makes are always the same
    return Integer.rotateRight(Arrays.hashCode(bounds), 5);
  }

  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(",", "{", "}");
    for (int i = 0; i < count(); i++) {
      text.add(lo(i) == hi(i) ? text(lo(i)) : text(lo(i)) + "-" + text(hi(i)));
    }
    return text.toString();
  }
}
