package dev.fwlint.packets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SearchTest {
  @Test
  void findsWhatNoTakerHolds() {
    Tiny.times(
        5_000,
        tiny -> {
          PacketSet wanted = tiny.set();
          List<Product> takers = tiny.products(15);
          Set<Point> asked = new HashSet<>();
          Search search =
              Search.in(
                  wanted,
                  tiny.preferences(),
                  point -> {
                    assertTrue(wanted.contains(point) && asked.add(point));
                    return takers.stream().filter(taker -> taker.contains(point)).findFirst();
                  },
                  1_000);
          check(search, wanted, takers);
        });
  }

  private static void check(Search search, PacketSet wanted, List<Product> takers) {
    BitSet left = Tiny.holds(wanted);
    left.andNot(Tiny.holds(takers));
    if (left.isEmpty()) {
      List<Product> asked = assertInstanceOf(Search.Exhausted.class, search).takers();
      assertEquals(asked.stream().distinct().toList(), asked);
      assertTrue(Tiny.contains(Tiny.holds(asked), Tiny.holds(wanted)), wanted + " by " + asked);
    } else {
      Point found = assertInstanceOf(Search.Found.class, search).point();
      assertTrue(left.get(Tiny.POINTS.indexOf(found)), wanted + " " + found);
    }
  }

  @Test
  void givesUpWithWhatIsLeft() {
    Tiny.times(
        1_000,
        tiny -> {
          PacketSet wanted = tiny.set();
          List<Product> given = new ArrayList<>();
          Search search =
              Search.in(wanted, Preferences.NONE, point -> Optional.of(only(point, given)), 5);
          if (search instanceof Search.GivenUp(PacketSet left)) {
            BitSet expected = Tiny.holds(wanted);
            expected.andNot(Tiny.holds(given));
            assertTrue(Tiny.contains(Tiny.holds(left), expected), left.toString());
            assertTrue(wanted.containsAll(left), left.toString());
            assertEquals(5, given.size());
          }
        });
  }

  private static Product only(Point point, List<Product> given) {
    Product only = Product.all(Tiny.SPACE);
    for (int field = 0; field < Tiny.SPACE.size(); field++) {
      only = only.with(field, IntervalSet.of(point.get(field)));
    }
    given.add(only);
    return only;
  }

  @Test
  void aTakerThatDoesNotHoldThePointIsAMistake() {
    Product other = Product.all(Tiny.SPACE).with(0, IntervalSet.of(3));
    PacketSet all = PacketSet.all(Tiny.SPACE);
    assertThrows(
        IllegalStateException.class,
        () -> Search.in(all, Preferences.NONE, point -> Optional.of(other), 10));
  }
}
