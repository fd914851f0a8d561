package dev.fwlint.packets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class BddTest {
  @Test
  void setsOfTheSamePointsAreTheSameNumber() {
    Bdd bdd = new Bdd(Tiny.SPACE, 1 << 20);
    Tiny.times(
        5_000,
        tiny -> {
          PacketSet a = tiny.set();
          PacketSet b = tiny.set();
          assertEquals(of(a.union(b), bdd), bdd.or(of(a, bdd), of(b, bdd)), a + " " + b);
          assertEquals(of(a.intersect(b), bdd), bdd.and(of(a, bdd), of(b, bdd)), a + " " + b);
          assertEquals(of(a.subtract(b), bdd), bdd.diff(of(a, bdd), of(b, bdd)), a + " " + b);
          assertEquals(a.isEmpty(), of(a, bdd) == Bdd.NONE);
          assertEquals(a.isEmpty(), bdd.onePoint(of(a, bdd)).isEmpty());
          bdd.onePoint(of(a, bdd))
              .ifPresent(point -> assertTrue(a.contains(point), a + "" + point));
        });
  }

  private static int of(PacketSet set, Bdd bdd) {
    return set.products().stream().mapToInt(bdd::of).reduce(Bdd.NONE, bdd::or);
  }

  @Test
  void onePointIsInTheSpace() {
    Bdd bdd = new Bdd(Tiny.SPACE, 1 << 20);
    Tiny.times(
        1_000,
        tiny -> {
          int left = bdd.diff(bdd.of(Product.all(Tiny.SPACE)), of(tiny.set(), bdd));
          bdd.onePoint(left).ifPresent(point -> assertTrue(Tiny.POINTS.contains(point)));
        });
  }

  @Test
  void wideFieldsAreUnsigned() {
    Space space = new Space(List.of(new Space.Field("hi", -1), new Space.Field("lo", -1)));
    Bdd bdd = new Bdd(space, 1 << 20);
    Product all = Product.all(space);
    int high = bdd.of(all.with(1, IntervalSet.of(Long.MIN_VALUE, -1)));
    int low = bdd.of(all.with(1, IntervalSet.of(0, Long.MAX_VALUE)));
    assertEquals(bdd.of(all), bdd.or(low, high));
    int last = bdd.of(all.with(0, IntervalSet.of(-1)).with(1, IntervalSet.of(-2)));
    assertEquals(Point.of(-1, -2), bdd.onePoint(bdd.diff(last, low)).orElseThrow());
    assertEquals(2 + 1 + 1 + 128, bdd.size());
  }

  @Test
  void stopsAtItsLimit() {
    Bdd bdd = new Bdd(Tiny.SPACE, 8);
    Product product = Product.all(Tiny.SPACE);
    Product first = product.with(0, IntervalSet.of(3)).with(1, IntervalSet.of(4));
    assertThrows(TooManyNodes.class, () -> bdd.of(first));
  }
}
