package dev.fwlint.packets;

import java.util.Arrays;
import java.util.stream.Collectors;

/** One packet: a value for every field, 0 where nothing is said. */
public final class Point {
  public static final Point ZERO = new Point(new long[0]);

  /** By field, without the zeros at the end. */
  private final long[] values;

  private Point(long[] values) {
    this.values = values;
  }

  /** The values of the first fields; the others have 0. */
  public static Point of(long... values) {
    int used = values.length;
    while (used > 0 && values[used - 1] == 0) {
      used--;
    }
    return used == 0 ? ZERO : new Point(Arrays.copyOf(values, used));
  }

  public long get(int field) {
    return field < values.length ? values[field] : 0;
  }

  public Point with(int field, long value) {
    if (get(field) == value) {
      return this;
    }
    long[] changed = Arrays.copyOf(values, Math.max(values.length, field + 1));
    changed[field] = value;
    return of(changed);
  }

  /** The values of the first {@code length} fields at least, for the caller to change. */
  long[] values(int length) {
    return Arrays.copyOf(values, Math.max(values.length, length));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Point point && Arrays.equals(values, point.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.stream(values)
        .mapToObj(Long::toUnsignedString)
        .collect(Collectors.joining(" ", "(", ")"));
  }
}
