package dev.fwlint.packets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CoverTest {
  /** No look at pieces: every question that has a taker goes to the diagram. */
  private static final Effort DIAGRAM = new Effort(0, 1 << 20);

  @Test
  void saysWhatEnumerationSays() {
    Tiny.times(10_000, tiny -> check(tiny.set(), tiny.products(12), Effort.USUAL, tiny));
  }

  @Test
  void theDiagramSaysTheSame() {
    Tiny.times(5_000, tiny -> check(tiny.set(), tiny.products(12), DIAGRAM, tiny));
  }

  @Test
  void findsCoversMadeOfPieces() {
    Tiny.times(
        5_000,
        tiny -> {
          PacketSet wanted = tiny.set();
          List<Product> takers = new ArrayList<>(shattered(wanted, tiny));
          takers.addAll(tiny.products(3));
          Collections.shuffle(takers, new Random(tiny.below(1000)));
          check(wanted, takers, tiny.below(2) == 0 ? Effort.USUAL : DIAGRAM, tiny);
        });
  }

  @Test
  void manySmallTakersAreSetApart() {
    Tiny.times(
        300, tiny -> check(tiny.set(), tiny.boxes(60 + tiny.below(300)), Effort.USUAL, tiny));
  }

  /** What is wanted, cut up along random products. */
  private static List<Product> shattered(PacketSet wanted, Tiny tiny) {
    List<Product> pieces = wanted.products();
    for (Product cut : tiny.products(4)) {
      pieces =
          pieces.stream()
              .flatMap(p -> Stream.concat(p.subtract(cut).stream(), Stream.of(p.intersect(cut))))
              .filter(p -> !p.isEmpty())
              .toList();
    }
    return pieces;
  }

  private static void check(PacketSet wanted, List<Product> takers, Effort effort, Tiny tiny) {
    boolean covered = Tiny.contains(Tiny.holds(takers), Tiny.holds(wanted));
    switch (Cover.of(wanted, takers, tiny.preferences(), effort)) {
      case Cover.Open(Point outside) -> {
        assertFalse(covered, wanted + " by " + takers);
        assertTrue(wanted.contains(outside), wanted + " by " + takers);
        assertTrue(Tiny.POINTS.contains(outside), outside.toString());
        assertTrue(takers.stream().noneMatch(taker -> taker.contains(outside)));
      }
      case Cover.Covered(List<Integer> some) -> {
        assertTrue(covered, wanted + " by " + takers);
        assertSuffices(wanted, takers, some);
      }
      case Cover.Undecided _ -> throw new AssertionError("undecided");
    }
  }

  private static void assertSuffices(PacketSet wanted, List<Product> takers, List<Integer> some) {
    assertEquals(some.stream().sorted().distinct().toList(), some);
    BitSet all = Tiny.holds(wanted);
    List<BitSet> sets = some.stream().map(taker -> Tiny.holds(takers.get(taker))).toList();
    assertTrue(Tiny.contains(union(sets, -1), all), wanted + " by " + some + " of " + takers);
    for (int i = 0; i < sets.size(); i++) {
      assertFalse(Tiny.contains(union(sets, i), all), () -> "needless in " + some + ": " + takers);
    }
  }

  private static BitSet union(List<BitSet> sets, int except) {
    BitSet union = new BitSet();
    IntStream.range(0, sets.size()).filter(i -> i != except).forEach(i -> union.or(sets.get(i)));
    return union;
  }

  @Test
  void theFirstTakerThatHoldsAllIsEnough() {
    Product all = Product.all(Tiny.SPACE);
    List<Product> takers = List.of(all.with(0, IntervalSet.of(0, 2)), all, all);
    assertEquals(new Cover.Covered(List.of(1)), Cover.of(all, takers, Preferences.NONE));
  }

  @Test
  void manySlicesAreNoMoreThanASweep() {
    Space space = new Space(List.of(new Space.Field("src", 0xffff_ffffL)));
    List<Product> takers =
        new ArrayList<>(
            IntStream.range(0, 1 << 16)
                .mapToObj(i -> Product.all(space).with(0, IntervalSet.of(i)))
                .toList());
    Collections.shuffle(takers, new Random(1));
    Product wanted = Product.all(space).with(0, IntervalSet.of(0, (1 << 16) - 1));
    Cover cover = Cover.of(wanted, takers, Preferences.NONE);
    assertEquals(1 << 16, assertInstanceOf(Cover.Covered.class, cover).takers().size());
    takers.removeLast();
    assertInstanceOf(Cover.Open.class, Cover.of(wanted, takers, Preferences.NONE));
  }

  /**
   * That some bit is unset, that some bit is set, and so on in turn: pieces alone would be endless.
   */
  @Test
  void tangledCoversGoToTheDiagram() {
    int bits = 60;
    Space space = bits(bits);
    List<Product> takers = new ArrayList<>();
    for (int i = 0; i < bits; i++) {
      takers.add(pair(space, i, 0, (i + 1) % bits, 1));
    }
    Product all = Product.all(space);
    assertInstanceOf(Cover.Open.class, Cover.of(all, takers, Preferences.NONE));
    // Only the points of equal bits are outside all of those.
    takers.add(IntStream.range(0, bits).boxed().reduce(all, (p, i) -> bit(p, i, 0), (p, _) -> p));
    takers.add(IntStream.range(0, bits).boxed().reduce(all, (p, i) -> bit(p, i, 1), (p, _) -> p));
    Cover cover = Cover.of(PacketSet.of(all), takers, Preferences.NONE, new Effort(5_000, 1 << 20));
    assertEquals(bits + 2, assertInstanceOf(Cover.Covered.class, cover).takers().size());
    assertInstanceOf(
        Cover.Undecided.class,
        Cover.of(PacketSet.of(all), takers, Preferences.NONE, new Effort(0, 100)));
  }

  @Test
  void aGridOfTakersNeedsAllOfThem() {
    Space space = new Space(List.of(new Space.Field("src", -1), new Space.Field("port", 65535)));
    List<Product> takers = new ArrayList<>();
    for (int i = 0; i < 64 * 64; i++) {
      IntervalSet ports = IntervalSet.of(i % 64 * 1024, i % 64 * 1024 + 1023);
      takers.add(Product.all(space).with(0, IntervalSet.of(i / 64 - 32)).with(1, ports));
    }
    Collections.shuffle(takers, new Random(1));
    IntervalSet sources = IntervalSet.of(-32, -1).union(IntervalSet.of(0, 31));
    Product wanted = Product.all(space).with(0, sources);
    Cover cover = Cover.of(wanted, takers, Preferences.NONE);
    assertEquals(64 * 64, assertInstanceOf(Cover.Covered.class, cover).takers().size());
    Product hole = takers.removeLast();
    Cover open = Cover.of(wanted, takers, Preferences.NONE);
    assertTrue(hole.contains(assertInstanceOf(Cover.Open.class, open).outside()));
  }

  private static Space bits(int bits) {
    return new Space(
        IntStream.range(0, bits).mapToObj(i -> new Space.Field("bit" + i, 1)).toList());
  }

  private static Product pair(Space space, int a, int first, int b, int second) {
    return bit(bit(Product.all(space), a, first), b, second);
  }

  private static Product bit(Product product, int field, int value) {
    return product.with(field, IntervalSet.of(value));
  }

  @Test
  void hundredsOfBitsCostWhatIsAskedOfThem() {
    Space space = bits(500);
    Product wanted = bit(bit(Product.all(space), 3, 1), 400, 0);
    List<Product> takers =
        List.of(
            pair(space, 3, 1, 450, 0), pair(space, 450, 1, 499, 0), pair(space, 400, 0, 499, 1));
    assertEquals(new Cover.Covered(List.of(0, 1, 2)), Cover.of(wanted, takers, Preferences.NONE));
    assertEquals(
        new Cover.Covered(List.of(0, 1, 2)),
        Cover.of(PacketSet.of(wanted), takers, Preferences.NONE, DIAGRAM));
    Point outside = Point.ZERO.with(3, 1).with(450, 1).with(499, 1);
    assertEquals(new Cover.Open(outside), Cover.of(wanted, takers.subList(0, 2), Preferences.NONE));
  }

  @Test
  void wideFieldsAreUnsigned() {
    Space space = new Space(List.of(new Space.Field("hi", -1), new Space.Field("lo", -1)));
    Product all = Product.all(space);
    IntervalSet lower = IntervalSet.of(0, Long.MAX_VALUE);
    List<Product> takers =
        List.of(
            all.with(0, lower), all.with(0, lower.complement(-1)).with(1, IntervalSet.of(0, -2)));
    for (Effort effort : List.of(Effort.USUAL, DIAGRAM)) {
      Cover cover = Cover.of(PacketSet.of(all), takers, Preferences.NONE, effort);
      assertEquals(new Cover.Open(Point.of(Long.MIN_VALUE, -1)), cover);
    }
  }
}
