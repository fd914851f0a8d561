package dev.fwlint.packets;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;

/** A space so small that all its points can be enumerated, and random sets in it. */
final class Tiny {
  static final Space SPACE =
      new Space(
          List.of(
              new Space.Field("a", 4),
              new Space.Field("b", 7),
              new Space.Field("c", 5),
              new Space.Field("d", 1)));

  static final List<Point> POINTS = points();

  private final Random random;

  Tiny(Random random) {
    this.random = random;
  }

  /** Runs a test with many seeds; a failure says which. */
  static void times(int times, Consumer<Tiny> test) {
    for (int seed = 0; seed < times; seed++) {
      try {
        test.accept(new Tiny(new Random(seed)));
      } catch (AssertionError | RuntimeException failure) {
        Assertions.fail("seed " + seed + ": " + failure.getMessage(), failure);
      }
    }
  }

  private static List<Point> points() {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < 5 * 8 * 6 * 2; i++) {
      points.add(Point.of(i % 5, i / 5 % 8, i / 40 % 6, i / 240));
    }
    return points;
  }

  /** Which of all points a set holds. */
  static BitSet holds(Predicate<Point> set) {
    BitSet holds = new BitSet();
    for (int i = 0; i < POINTS.size(); i++) {
      holds.set(i, set.test(POINTS.get(i)));
    }
    return holds;
  }

  static BitSet holds(Product product) {
    return holds(product::contains);
  }

  static BitSet holds(PacketSet set) {
    return holds(set::contains);
  }

  static BitSet holds(List<Product> products) {
    return holds(point -> products.stream().anyMatch(product -> product.contains(point)));
  }

  static boolean contains(BitSet all, BitSet part) {
    BitSet outside = (BitSet) part.clone();
    outside.andNot(all);
    return outside.isEmpty();
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** A set of values, now and then empty or all. */
  IntervalSet values(int greatest) {
    if (below(3) == 0) {
      int bits = below(1 << greatest + 1);
      return IntervalSet.where(greatest, value -> (bits >> value & 1) == 1);
    }
    int a = below(greatest + 1);
    int b = below(greatest + 1);
    return IntervalSet.of(Math.min(a, b), Math.max(a, b));
  }

  /** A product, now and then empty. */
  Product product() {
    Product product = Product.all(SPACE);
    for (int field = 0; field < SPACE.size(); field++) {
      if (below(4) > 0) {
        product = product.with(field, values((int) SPACE.greatest(field)));
      }
    }
    return product;
  }

  List<Product> products(int most) {
    return Stream.generate(this::product).limit(below(most + 1)).toList();
  }

  /** So many small products. */
  List<Product> boxes(int count) {
    return Stream.generate(this::box).limit(count).toList();
  }

  private Product box() {
    Product box = Product.all(SPACE);
    for (int field = 0; field < SPACE.size(); field++) {
      int from = below((int) SPACE.greatest(field) + 1);
      box = box.with(field, IntervalSet.of(from, from + below(4)));
    }
    return box;
  }

  PacketSet set() {
    return PacketSet.union(SPACE, products(4));
  }

  Preferences preferences() {
    return Preferences.of(SPACE, field -> below(2) == 0 ? new long[0] : new long[] {below(9), 1});
  }
}
