package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.Preferences;
import dev.fwlint.packets.Product;
import java.util.Map;

/** The first packets of connections through the host, and what they look like where they may. */
final class FirstPackets {
  private final Fields fields;

  FirstPackets(Fields fields) {
    this.fields = fields;
  }

  /** Those from some interfaces to some. */
  Product between(IntervalSet from, IntervalSet to) {
    Product product =
        Product.all(fields.space)
            .with(IN, from)
            .with(ROUTED_OUT, to)
            .with(TRACKED_STATE, IntervalSet.of(NEW))
            .with(TTL, IntervalSet.of(2, 255));
    int[] zero = {
      SOURCE_TRANSLATED,
      DESTINATION_TRANSLATED,
      REPLY,
      MARK,
      CONNECTION_MARK,
      MAC,
      PACKET_TYPE,
      SOURCE_TYPE,
      DESTINATION_TYPE
    };
    for (int field : zero) {
      product = product.with(field, IntervalSet.of(0));
    }
    for (Map.Entry<Integer, Boolean> guess : fields.guesses().entrySet()) {
      product = product.with(guess.getKey(), IntervalSet.of(guess.getValue() ? 1 : 0));
    }
    return product;
  }

  Preferences usual() {
    return Preferences.of(fields.space, this::usual);
  }

  private long[] usual(int field) {
    boolean v6 = fields.space.greatest(SOURCE_HIGH) != 0;
    return switch (field) {
      case SOURCE_HIGH -> new long[] {0xfd00_0d0c_0000_0001L};
      case DESTINATION_HIGH -> new long[] {0xfd00_0d0c_0000_0002L};
      case SOURCE -> new long[] {v6 ? 2 : 0xac1e_0002L};
      case DESTINATION -> new long[] {v6 ? 2 : 0xac1f_0002L};
      case PROTOCOL -> new long[] {6, 17, v6 ? 58 : 1};
      case SOURCE_PORT -> new long[] {40_000, v6 ? 128 : 8};
      case DESTINATION_PORT -> new long[] {61_234, 0};
      case TCP_FLAGS -> new long[] {2, 16};
      case TTL -> new long[] {64};
      case LENGTH -> new long[] {v6 ? 60 : 40};
      default -> new long[] {0};
    };
  }
}
