package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.model.Hook;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.Product;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The packets that are asked about, as they set out: up to where they are translated, steps that
 * are about other interfaces or addresses need not be looked at.
 */
final class Horizon {
  private static final int[] LASTING = {
    IN, SOURCE_HIGH, SOURCE, DESTINATION_HIGH, DESTINATION, DESTINATION_TYPE
  };

  private final Product asked;

  /** Those among them that are asked about now: no others need fare like one of these. */
  private Product now;

  private final Map<Code, Notables> effective = new IdentityHashMap<>();
  private final Map<Code, Notables> notable = new IdentityHashMap<>();

  Horizon(Product packets) {
    Product lasting = Product.all(packets.space());
    for (int field : LASTING) {
      lasting = lasting.with(field, packets.set(field));
    }
    asked = lasting;
    now = lasting;
  }

  void narrow(Product packets) {
    now = packets;
  }

  /**
   * Of packets in a leg, like one in this state, those by the same interfaces, where others are not
   * asked about.
   */
  Product near(Product packets, State state, Leg leg) {
    Product near = packets;
    if (now.set(IN).size() == 1 && near.set(IN).contains(state.get(IN))) {
      near = near.with(IN, now.set(IN));
    }
    boolean forwarded = leg.hook() == Hook.FORWARD || leg.hook() == Hook.POSTROUTING;
    boolean here = forwarded && !state.isUnknown(OUT) && now.set(IN).min() != Names.NONE;
    if (here && now.set(ROUTED_OUT).size() == 1) {
      near = near.with(OUT, IntervalSet.of(state.get(OUT)));
    }
    return near;
  }

  /** The places of steps of a stretch that do something to some of the packets. */
  int[] effective(Code code, Product packets, int from, int to) {
    return effective.computeIfAbsent(code, c -> within(c, c.effective())).among(packets, from, to);
  }

  /** Those of them that do more than to stop packets. */
  int[] notable(Code code, Product packets, int from, int to) {
    return notable.computeIfAbsent(code, c -> within(c, c.notable())).among(packets, from, to);
  }

  private Notables within(Code code, int[] places) {
    int[] seen =
        IntStream.of(places)
            .filter(place -> !code.ops().get(place).demand().upperBound(asked).isEmpty())
            .toArray();
    return new Notables(code.ops(), seen);
  }
}
