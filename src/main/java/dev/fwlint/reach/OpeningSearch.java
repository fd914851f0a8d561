package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.ast.Family;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.PacketSet;
import dev.fwlint.packets.Point;
import dev.fwlint.packets.Preferences;
import dev.fwlint.packets.Product;
import dev.fwlint.packets.Search;
import dev.fwlint.reach.Piece.Fate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Goes through all first packets of connections that take one course, in pieces whose packets meet
 * the same fate.
 */
final class OpeningSearch {
  private static final int LOCAL = ADDRESS_TYPES.indexOf("LOCAL");
  private static final int UNICAST = ADDRESS_TYPES.indexOf("UNICAST");
  private static final int SYN = 2;
  private static final int TRIES_EACH = 2_000;

  private final Program program;
  private final Fields fields;
  private final Course course;
  private final IntervalSet devices;
  private final Fates fates;
  private final List<Piece> found = new ArrayList<>();

  OpeningSearch(Program program, Course course, Territory territory, List<Segment> segments) {
    this.program = program;
    this.fields = program.fields;
    this.course = course;
    this.devices =
        IntervalSet.union(
            segments.stream().map(s -> IntervalSet.of(fields.names.number(s.device()))).toList());
    this.fates = new Fates(program, course, territory);
  }

  /**
   * @param wanted what was asked about
   * @param all whether nothing is left that was not looked at
   */
  record Found(PacketSet wanted, List<Piece> pieces, boolean all) {}

  Found find(int segments) {
    Preferences usual = Preferences.of(fields.space, this::usual);
    int budget = TRIES_EACH * (segments + 8);
    PacketSet wanted = wanted();
    Search search = Search.in(wanted, usual, this::look, budget);
    return new Found(wanted, found, search instanceof Search.Exhausted);
  }

  private Optional<Product> look(Point packet) {
    Piece piece = fates.of(packet);
    if (piece.fate() != Fate.NONE) {
      found.add(piece);
    }
    return Optional.of(piece.packets());
  }

  /** The packets that are asked about. */
  private PacketSet wanted() {
    IntervalSet any = IntervalSet.of(UNICAST).union(IntervalSet.of(LOCAL));
    return switch (course) {
      case IN ->
          PacketSet.of(base().with(IN, devices).with(DESTINATION_TYPE, any).with(ROUTED_OUT, NOTHING));
      case THROUGH ->
          PacketSet.of(
              base().with(IN, devices).with(DESTINATION_TYPE, any).with(ROUTED_OUT, devices));
      case OUT -> {
        Product sent = base().with(IN, NOTHING).with(OTHER_OUT, devices);
        IntervalSet lo = IntervalSet.of(fields.names.number("lo"));
        yield PacketSet.union(
            fields.space,
            List.of(
                sent.with(DESTINATION_TYPE, IntervalSet.of(UNICAST)).with(ROUTED_OUT, devices),
                sent.with(DESTINATION_TYPE, IntervalSet.of(LOCAL)).with(ROUTED_OUT, lo)));
      }
    };
  }

  private static final IntervalSet NOTHING = IntervalSet.of(Names.NONE);

  private Product base() {
    boolean v6 = fields.family == Family.IPV6;
    Product product =
        Territory.unicast(fields, SOURCE_HIGH)
            .intersect(Territory.unicast(fields, DESTINATION_HIGH))
            .with(TCP_FLAGS, IntervalSet.of(SYN))
            .with(TTL, IntervalSet.of(course == Course.THROUGH ? 2 : 1, 255))
            .with(LENGTH, IntervalSet.of(v6 ? 48 : 28, 0xffff))
            .with(SOURCE_TYPE, IntervalSet.of(course == Course.OUT ? LOCAL : UNICAST))
            .with(OTHER_TYPE, IntervalSet.of(course == Course.IN ? LOCAL : UNICAST));
    if (!program.asks(DESTINATION_TRANSLATED)) {
      product = product.with(LATER_TRANSLATED, IntervalSet.of(0));
    }
    int[] zero = {
      TRACKED_STATE,
      ATTACHED,
      SOURCE_TRANSLATED,
      DESTINATION_TRANSLATED,
      REPLY,
      MARK,
      CONNECTION_MARK,
      PACKET_TYPE
    };
    for (int field : zero) {
      product = product.with(field, IntervalSet.of(0));
    }
    return product;
  }

  private long[] usual(int field) {
    boolean v6 = fields.family == Family.IPV6;
    return switch (field) {
      case PROTOCOL -> new long[] {6, 17, v6 ? 58 : 1};
      case SOURCE_PORT -> new long[] {40_000, v6 ? 128 : 8};
      case DESTINATION_PORT -> new long[] {61_234, 0};
      case TTL -> new long[] {64};
      case LENGTH -> new long[] {v6 ? 60 : 40};
      default -> new long[] {0};
    };
  }
}
