package dev.fwlint.packets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.javabdd.BDD;
import com.github.javabdd.BDDFactory;
import com.github.javabdd.JFactory;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Our diagrams and JavaBDD's, of the same sets: what is empty, what is equal, what holds a point.
 */
class JavaBddTest {
  private static final Space SPACE =
      new Space(
          List.of(new Space.Field("a", 255), new Space.Field("b", 1000), new Space.Field("c", 15)));
  private static final int[] END = {8, 18, 22};

  /** One set, twice. */
  private record Both(int ours, BDD theirs) {}

  @Test
  void agreesWithJavaBdd() {
    for (int seed = 0; seed < 30; seed++) {
      new Run(seed).compare();
    }
  }

  private static final class Run {
    private final Random random;
    private final String seed;
    private final Bdd ours = new Bdd(SPACE, 1 << 20);
    private final BDDFactory theirs = JFactory.init(1 << 18, 1 << 14);
    private final BDD space;

    Run(int seed) {
      this.seed = "seed " + seed;
      random = new Random(seed);
      theirs.setVarNum(22);
      space = theirs(1, IntervalSet.all(1000));
    }

    void compare() {
      Both set = of(product());
      for (int step = 0; step < 40; step++) {
        Both other = of(product());
        Both next = changed(set, other);
        String message = seed + " step " + step;
        assertEquals(set.theirs.equals(next.theirs), set.ours == next.ours, message);
        assertEquals(next.theirs.isZero(), next.ours == Bdd.NONE, message);
        assertSamePoints(next, message);
        // The same set by another way is the same number.
        int without = ours.diff(next.ours, other.ours);
        assertEquals(next.ours, ours.or(without, ours.and(next.ours, other.ours)), message);
        set = next;
      }
      theirs.done();
    }

    private Both changed(Both set, Both other) {
      return switch (random.nextInt(5)) {
        case 0 -> new Both(ours.and(set.ours, other.ours), set.theirs.and(other.theirs));
        case 1 -> new Both(ours.diff(set.ours, other.ours), set.theirs.and(other.theirs.not()));
        default -> new Both(ours.or(set.ours, other.ours), set.theirs.or(other.theirs));
      };
    }

    private void assertSamePoints(Both set, String message) {
      Optional<Point> first = ours.onePoint(set.ours);
      first.ifPresent(point -> assertTrue(holds(set.theirs, point), message));
      for (int i = 0; i < 50; i++) {
        Point point = Point.of(random.nextInt(256), random.nextInt(1001), random.nextInt(16));
        boolean holds = ours.and(set.ours, ours.of(only(point))) != Bdd.NONE;
        assertEquals(holds(set.theirs, point), holds, message + " " + point);
      }
    }

    private Product product() {
      Product product = Product.all(SPACE);
      for (int field = 0; field < SPACE.size(); field++) {
        if (random.nextInt(3) > 0) {
          product = product.with(field, interval(field).union(interval(field)));
        }
      }
      return product;
    }

    private IntervalSet interval(int field) {
      int a = random.nextInt((int) SPACE.greatest(field) + 1);
      int b = random.nextInt((int) SPACE.greatest(field) + 1);
      return IntervalSet.of(Math.min(a, b), Math.max(a, b));
    }

    private Both of(Product product) {
      BDD set = space.id();
      for (int field = 0; field < SPACE.size(); field++) {
        set = set.and(theirs(field, product.set(field)));
      }
      return new Both(ours.of(product), set);
    }

    private BDD theirs(int field, IntervalSet values) {
      BDD set = theirs.zero();
      for (int i = 0; i < values.count(); i++) {
        BDD notBelow = atLeast(field, values.lo(i));
        set = set.or(notBelow.and(atLeast(field, values.hi(i) + 1).not()));
      }
      return set;
    }

    /** The values from a number on, which may be one more than the bits can say. */
    private BDD atLeast(int field, long value) {
      int bits = 64 - Long.numberOfLeadingZeros(SPACE.greatest(field));
      if (value >> bits > 0) {
        return theirs.zero();
      }
      BDD set = theirs.one();
      for (int bit = 0; bit < bits; bit++) {
        BDD one = theirs.ithVar(END[field] - 1 - bit);
        set = (value >> bit & 1) == 1 ? one.and(set) : one.or(set);
      }
      return set;
    }

    private boolean holds(BDD set, Point point) {
      BDD left = set;
      for (int field = 0; field < SPACE.size(); field++) {
        for (int bit = 0; bit < END[field] - (field == 0 ? 0 : END[field - 1]); bit++) {
          int variable = END[field] - 1 - bit;
          boolean one = (point.get(field) >> bit & 1) == 1;
          left = left.restrict(one ? theirs.ithVar(variable) : theirs.nithVar(variable));
        }
      }
      return left.isOne();
    }

    private static Product only(Point point) {
      Product only = Product.all(SPACE);
      for (int field = 0; field < SPACE.size(); field++) {
        only = only.with(field, IntervalSet.of(point.get(field)));
      }
      return only;
    }
  }
}
