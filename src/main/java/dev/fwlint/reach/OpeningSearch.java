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
import java.util.function.Function;

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
  private final Territory territory;
  private final Effort effort;
  private final IntervalSet devices;
  private final List<Piece> found = new ArrayList<>();

  /** The packets that the one that is looked at was picked from. */
  private Product current;

  OpeningSearch(
      Program program, Course course, Territory territory, List<Segment> segments, Effort effort) {
    this.effort = effort;
    this.program = program;
    this.fields = program.fields;
    this.course = course;
    this.territory = territory;
    this.current = Product.all(fields.space);
    this.devices =
        IntervalSet.union(
            segments.stream().map(s -> IntervalSet.of(fields.names.number(s.device()))).toList());
  }

  /**
   * @param wanted what was asked about
   * @param all whether nothing is left that was not looked at
   */
  record Found(List<Product> wanted, List<Piece> pieces, boolean all) {}

  Found find(int segments) {
    Preferences usual = Preferences.of(fields.space, this::usual);
    int budget = TRIES_EACH * (segments + 8);
    List<Product> wanted = wanted();
    boolean all = true;
    boolean stays = !program.translates(course.hooks()[0], UNICAST);
    for (Product one : wanted) {
      boolean direct = course != Course.IN && stays && !one.set(DESTINATION_TYPE).contains(LOCAL);
      Fates fates = new Fates(program, course, territory, one);
      Function<Product, Optional<Point>> pick =
          piece -> {
            current = piece;
            return direct ? atHome(piece, usual) : Optional.of(piece.pick(usual));
          };
      all &= isExhausted(PacketSet.of(one), pick, packet -> look(fates, one, packet), budget);
    }
    return new Found(wanted, found, all);
  }

  private static boolean isExhausted(
      PacketSet packets,
      Function<Product, Optional<Point>> pick,
      Function<Point, Optional<Product>> settled,
      int budget) {
    try {
      return Search.among(packets, pick, settled, budget) instanceof Search.Exhausted;
    } catch (Run.TooDeep tooDeep) {
      return false;
    }
  }

  /**
   * A packet that leaves where its destination is, if there is one; rather from one interface to
   * another, since most pairs of these are alike.
   */
  private Optional<Point> atHome(Product piece, Preferences usual) {
    Optional<Product> real = Optional.empty();
    IntervalSet out = piece.set(ROUTED_OUT);
    for (int i = 0; i < out.count(); i++) {
      for (long device = out.lo(i); device <= out.hi(i); device++) {
        for (Product behind : territory.behind((int) device)) {
          Product there = piece.intersect(behind);
          Product across =
              there.isEmpty()
                  ? there
                  : there.with(IN, there.set(IN).subtract(IntervalSet.of(device)));
          if (!across.isEmpty()) {
            return Optional.of(across.pick(usual));
          }
          real = there.isEmpty() ? real : Optional.of(there);
        }
      }
    }
    return real.map(product -> product.pick(usual));
  }

  private Optional<Product> look(Fates fates, Product asked, Point packet) {
    if (!effort.allowsLook() || program.patience.isOver()) {
      return Optional.empty();
    }
    List<Piece> alike = fates.of(packet, current);
    alike.stream()
        .filter(piece -> piece.fate() != Fate.NONE)
        .map(piece -> piece.among(asked))
        .forEach(found::add);
    return Optional.of(alike.getFirst().packets());
  }

  /** The packets that are asked about: those that are sent to the host's addresses, and others. */
  private List<Product> wanted() {
    Product sent = base().with(DESTINATION_TYPE, IntervalSet.of(LOCAL));
    Product others = base().with(DESTINATION_TYPE, IntervalSet.of(UNICAST));
    boolean out = course == Course.OUT;
    IntervalSet lo = IntervalSet.of(fields.names.number("lo"));
    PacketSet local =
        territory.ofHost(DESTINATION_HIGH).intersect(out ? sent.with(ROUTED_OUT, lo) : sent);
    List<Product> wanted = new ArrayList<>(local.products());
    Product elsewhere = out ? others.with(ROUTED_OUT, devices) : others;
    wanted.addAll(territory.ofOthers(DESTINATION_HIGH).intersect(elsewhere).products());
    return wanted;
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
    product =
        switch (course) {
          case IN -> product.with(IN, devices).with(ROUTED_OUT, NOTHING);
          case THROUGH -> product.with(IN, devices).with(ROUTED_OUT, devices);
          case OUT -> product.with(IN, NOTHING).with(OTHER_OUT, devices);
        };
    for (int field : fields.ofFragments()) {
      product = product.with(field, IntervalSet.of(0));
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
