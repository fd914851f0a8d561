package dev.fwlint.packets;

import java.util.Arrays;
import java.util.function.IntFunction;

/** Which values a point should rather have, field by field, where there is a choice. */
public final class Preferences {
  public static final Preferences NONE = new Preferences(new long[0][]);

  /** By field; the last may be missing. */
  private final long[][] values;

  /** What is picked where any packet will do. */
  private final Point first;

  private Preferences(long[][] values) {
    this.values = values;
    first = Point.of(Arrays.stream(values).mapToLong(of -> of.length == 0 ? 0 : of[0]).toArray());
  }

  /**
   * The values that {@code preferred} gives for each field, the best first, as far as it has them.
   */
  public static Preferences of(Space space, IntFunction<long[]> preferred) {
    long[][] values = new long[space.size()][];
    for (int field = 0; field < values.length; field++) {
      values[field] =
          Arrays.stream(preferred.apply(field)).filter(space.all(field)::contains).toArray();
    }
    return new Preferences(values);
  }

  /** Those of one field. */
  long[] of(int field) {
    return field < values.length ? values[field] : new long[0];
  }

  /** The value to take from a set that is not empty. */
  long pick(int field, IntervalSet set) {
    if (field < values.length) {
      for (long value : values[field]) {
        if (set.contains(value)) {
          return value;
        }
      }
    }
    return set.min();
  }

  /** The packet with the best value in each field. */
  public Point first() {
    return first;
  }
}
