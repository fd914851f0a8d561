package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

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
  private final Map<Code, Notables> effective = new IdentityHashMap<>();
  private final Map<Code, Notables> notable = new IdentityHashMap<>();

  Horizon(Product packets) {
    Product lasting = Product.all(packets.space());
    for (int field : LASTING) {
      lasting = lasting.with(field, packets.set(field));
    }
    asked = lasting;
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
