package dev.fwlint.packets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ProductTest {
  @Test
  void operationsAreThoseOfSets() {
    Tiny.times(
        5_000,
        tiny -> {
          Product a = tiny.product();
          Product b = tiny.product();
          BitSet both = Tiny.holds(a);
          both.and(Tiny.holds(b));
          assertEquals(both, Tiny.holds(a.intersect(b)), a + " " + b);
          assertEquals(a.intersect(b), b.intersect(a));
          assertEquals(!both.isEmpty(), a.overlaps(b), a + " " + b);
          assertEquals(Tiny.holds(b).equals(both), a.containsAll(b), a + " " + b);
          assertEquals(Tiny.holds(a).isEmpty(), a.isEmpty(), a.toString());
          assertEquals(Tiny.holds(a).cardinality() == Tiny.POINTS.size(), a.isAll());
          assertEquals(Tiny.holds(a).equals(Tiny.holds(b)), a.equals(b), a + " " + b);
        });
  }

  @Test
  void whatIsLeftComesInFewDisjointPieces() {
    Tiny.times(
        5_000,
        tiny -> {
          Product a = tiny.product();
          Product b = tiny.product();
          List<Product> pieces = a.subtract(b);
          BitSet left = Tiny.holds(a);
          left.andNot(Tiny.holds(b));
          assertEquals(left, Tiny.holds(pieces), a + " " + b);
          assertEquals(
              left.cardinality(),
              pieces.stream().mapToInt(piece -> Tiny.holds(piece).cardinality()).sum());
          assertTrue(pieces.stream().noneMatch(Product::isEmpty));
          assertTrue(pieces.size() <= Math.max(1, b.fields().count()));
        });
  }

  @Test
  void twoBecomeOneExactlyWhereTheirUnionIsAProduct() {
    Tiny.times(
        5_000,
        tiny -> {
          Product a = tiny.product();
          Product b = tiny.product();
          Optional<Product> joined = a.join(b);
          joined.ifPresent(whole -> assertEquals(Tiny.holds(List.of(a, b)), Tiny.holds(whole)));
          assertEquals(joined, b.join(a));
          Product around = a.isEmpty() ? b : b.isEmpty() ? a : around(a, b);
          boolean isProduct = Tiny.holds(List.of(a, b)).equals(Tiny.holds(around));
          assertEquals(isProduct, joined.isPresent(), a + " " + b);
        });
  }

  /** The least product that holds both. */
  private static Product around(Product a, Product b) {
    Product around = Product.all(Tiny.SPACE);
    for (int field = 0; field < Tiny.SPACE.size(); field++) {
      around = around.with(field, a.set(field).union(b.set(field)));
    }
    return around;
  }

  @Test
  void fieldsGoFreeAgain() {
    Tiny.times(
        1_000,
        tiny -> {
          Product a = tiny.product();
          int field = tiny.below(Tiny.SPACE.size());
          long greatest = Tiny.SPACE.greatest(field);
          BitSet some =
              Tiny.holds(point ->
                  LongStream.rangeClosed(0, greatest)
                      .anyMatch(value -> a.contains(point.with(field, value))));
          assertEquals(some, Tiny.holds(a.without(field)), a + " without " + field);
        });
  }

  @Test
  void sharesAreParts() {
    Tiny.times(
        1_000,
        tiny -> {
          Product a = tiny.product();
          Product b = tiny.product();
          if (!b.isEmpty()) {
            double both = Tiny.holds(a.intersect(b)).cardinality();
            assertEquals(both / Tiny.holds(b).cardinality(), a.share(b), 1e-9, a + " " + b);
          }
        });
  }

  @Test
  void picksWhatIsPreferredOrTheLeast() {
    Product product = Product.all(Tiny.SPACE).with(1, IntervalSet.of(2, 5));
    assertEquals(Point.of(0, 2), product.pick(Preferences.NONE));
    Preferences preferences =
        Preferences.of(Tiny.SPACE, field -> field == 1 ? new long[] {7, 4} : new long[] {9, 1});
    assertEquals(Point.of(1, 4, 1, 1), product.pick(preferences));
    Product none = Product.none(Tiny.SPACE);
    assertThrows(NoSuchElementException.class, () -> none.pick(Preferences.NONE));
  }

  @Test
  void picksPointsOfItsOwn() {
    Tiny.times(
        2_000,
        tiny -> {
          Product product = tiny.product();
          if (!product.isEmpty()) {
            Point point = product.pick(tiny.preferences());
            assertTrue(product.contains(point), product + " " + point);
            assertTrue(Tiny.POINTS.contains(point), point.toString());
          }
        });
  }

  @Test
  void pointsOfEqualValuesAreEqual() {
    assertEquals(Point.ZERO, Point.of(0, 0, 0));
    assertEquals(Point.of(0, 7), Point.ZERO.with(1, 7));
    assertEquals(Point.of(3), Point.of(3, 7).with(1, 0));
    assertEquals(0, Point.of(3).get(200));
    assertFalse(Point.of(3).equals(Point.of(4)));
  }

  @Test
  void readsAsFieldsAndValues() {
    Product product =
        Product.all(Tiny.SPACE).with(2, IntervalSet.of(1, 3)).with(0, IntervalSet.of(4));
    assertEquals("[a{4} c{1-3}]", product.toString());
    assertEquals("[a{}]", product.with(0, IntervalSet.of(1)).toString());
  }
}
