package dev.fwlint.packets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class IntervalSetTest {
  /** Places where signs, overflow and neighbours matter: the values that a test asks about. */
  private static final long[] EDGES = {
    0, 1, 2, 3, 0x7ffffffffffffffeL, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1, -3, -2, -1
  };

  private static IntervalSet random(Tiny tiny) {
    IntervalSet set = IntervalSet.EMPTY;
    for (int i = tiny.below(4); i > 0; i--) {
      int a = tiny.below(EDGES.length);
      int b = tiny.below(EDGES.length);
      set = set.union(IntervalSet.of(EDGES[Math.min(a, b)], EDGES[Math.max(a, b)]));
    }
    return set;
  }

  private static int holds(IntervalSet set) {
    return bits(Arrays.stream(EDGES).filter(set::contains));
  }

  private static int bits(LongStream values) {
    return values.mapToInt(v -> 1 << Arrays.binarySearch(EDGES_IN_ORDER, v)).sum();
  }

  private static final long[] EDGES_IN_ORDER = Arrays.stream(EDGES).sorted().toArray();

  @Test
  void operationsAreThoseOfSets() {
    Tiny.times(
        20_000,
        tiny -> {
          IntervalSet a = random(tiny);
          IntervalSet b = random(tiny);
          assertEquals(holds(a) | holds(b), holds(a.union(b)), a + " or " + b);
          assertEquals(holds(a) & holds(b), holds(a.intersect(b)), a + " and " + b);
          assertEquals(holds(a) & ~holds(b), holds(a.subtract(b)), a + " without " + b);
          assertEquals((1 << EDGES.length) - 1 & ~holds(a), holds(a.complement(-1)), "not " + a);
        });
  }

  @Test
  void lawsHold() {
    Tiny.times(
        20_000,
        tiny -> {
          IntervalSet a = random(tiny);
          IntervalSet b = random(tiny);
          IntervalSet c = random(tiny);
          assertEquals(a.union(b), b.union(a));
          assertEquals(a.intersect(b), b.intersect(a));
          assertEquals(a.union(b).union(c), a.union(b.union(c)));
          assertEquals(a.intersect(b.union(c)), a.intersect(b).union(a.intersect(c)));
          assertEquals(a.subtract(b), a.intersect(b.complement(-1)));
          assertEquals(a, a.complement(-1).complement(-1));
          assertEquals(!a.intersect(b).isEmpty(), a.overlaps(b), a + " " + b);
          assertEquals(b.subtract(a).isEmpty(), a.containsAll(b), a + " " + b);
          assertEquals(a.union(b).hashCode(), b.union(a).hashCode());
          assertNormal(a.union(b));
          assertNormal(a.intersect(b));
          assertNormal(a.subtract(b));
        });
  }

  private static void assertNormal(IntervalSet set) {
    for (int i = 0; i < set.count(); i++) {
      assertTrue(Long.compareUnsigned(set.lo(i), set.hi(i)) <= 0, set.toString());
      assertTrue(i == 0 || Long.compareUnsigned(set.hi(i - 1) + 1, set.lo(i)) < 0, set.toString());
    }
  }

  @Test
  void neighboursBecomeOneInterval() {
    IntervalSet set = IntervalSet.of(0, 4).union(IntervalSet.of(5, 9));
    assertEquals(IntervalSet.of(0, 9), set);
    assertEquals(IntervalSet.all(-1), IntervalSet.of(0, -2).union(IntervalSet.of(-1)));
  }

  @Test
  void theWholeOfAFieldIsAll() {
    assertTrue(IntervalSet.all(-1).isAll(-1));
    assertTrue(IntervalSet.of(0, 9).isAll(7));
    assertFalse(IntervalSet.of(0, Long.MAX_VALUE).isAll(-1));
    assertFalse(IntervalSet.of(1, -1).isAll(-1));
    assertFalse(IntervalSet.EMPTY.isAll(0));
  }

  @Test
  void sizesAreUnsigned() {
    assertEquals(0, IntervalSet.EMPTY.size());
    assertEquals(3, IntervalSet.of(5).union(IntervalSet.of(7, 8)).size());
    assertEquals(0x1p64, IntervalSet.all(-1).size());
    assertEquals(0x1p63, IntervalSet.of(Long.MIN_VALUE, -1).size());
  }

  @Test
  void setsOfWhatAPredicateHolds() {
    IntervalSet odd = IntervalSet.where(63, value -> (value & 3) == 2);
    assertEquals(16, odd.count());
    assertTrue(odd.contains(62));
    assertEquals(2, odd.min());
    assertEquals(IntervalSet.EMPTY, IntervalSet.where(3, value -> false));
  }

  @Test
  void readsAsNumbers() {
    assertEquals(
        "{1,9223372036854775808-18446744073709551615}",
        IntervalSet.of(1).union(IntervalSet.of(Long.MIN_VALUE, -1)).toString());
    assertThrows(IllegalArgumentException.class, () -> IntervalSet.of(-1, 1));
  }
}
