package dev.fwlint.packets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacketSetTest {
  @Test
  void operationsAreThoseOfSets() {
    Tiny.times(
        2_000,
        tiny -> {
          PacketSet a = tiny.set();
          PacketSet b = tiny.set();
          BitSet either = Tiny.holds(a);
          either.or(Tiny.holds(b));
          BitSet both = Tiny.holds(a);
          both.and(Tiny.holds(b));
          BitSet left = Tiny.holds(a);
          left.andNot(Tiny.holds(b));
          assertEquals(either, Tiny.holds(a.union(b)), a + " " + b);
          assertEquals(both, Tiny.holds(a.intersect(b)), a + " " + b);
          assertEquals(left, Tiny.holds(a.subtract(b)), a + " " + b);
          assertEquals(Tiny.holds(a).isEmpty(), a.isEmpty());
          assertEquals(Tiny.contains(Tiny.holds(a), Tiny.holds(b)), a.containsAll(b), a + " " + b);
          assertTrue(a.isEmpty() || a.contains(a.pick(tiny.preferences()).orElseThrow()));
        });
  }

  @Test
  void holdsNothingNeedless() {
    Tiny.times(
        2_000,
        tiny -> {
          List<Product> products = tiny.set().union(tiny.set()).subtract(tiny.set()).products();
          for (Product a : products) {
            for (Product b : products) {
              assertTrue(a == b || a.join(b).isEmpty(), a + " " + b);
            }
          }
        });
  }

  @Test
  void whatIsTakenApartAndPutTogetherIsOneProductAgain() {
    Tiny.times(
        500,
        tiny -> {
          Product hole = tiny.product();
          PacketSet all = PacketSet.all(Tiny.SPACE);
          PacketSet whole = all.subtract(hole).union(PacketSet.of(hole));
          assertTrue(whole.containsAll(all), hole.toString());
        });
  }

  @Test
  void nothingIsASubsetOfEverySet() {
    PacketSet none = PacketSet.none(Tiny.SPACE);
    assertTrue(none.containsAll(none));
    assertTrue(PacketSet.of(Product.none(Tiny.SPACE)).isEmpty());
    assertFalse(none.containsAll(PacketSet.all(Tiny.SPACE)));
    assertTrue(none.pick(Preferences.NONE).isEmpty());
  }
}
