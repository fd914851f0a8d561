package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.model.Step;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.PacketSet;
import dev.fwlint.packets.Point;
import dev.fwlint.packets.Preferences;
import dev.fwlint.packets.Product;
import dev.fwlint.packets.Search;
import dev.fwlint.reach.Passage.Crossings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Looks for new connections between segments, asking once for all of them: a packet is tried; one
 * that is stopped shows which others are stopped with it, all pairs of segments at once where that
 * is so; one that gets through settles its pair.
 */
final class CrossingSearch {
  /** More pairs than this, and some for each segment, are not looked for: they tell nothing new. */
  private static final int PAIRS = 1_000;

  private static final int PAIRS_EACH = 5;

  private static final int TRIES = 200;

  private final Fields fields;
  private final Function<Point, Run> runs;
  private final Predicate<Step> apart;
  private final Map<Integer, Segment> byDevice = new HashMap<>();
  private final Residents residents;
  private final List<Product> unreal;
  private final List<Crossing> found = new ArrayList<>();
  private final int most;
  private final int budget;

  CrossingSearch(
      Program program, Function<Point, Run> runs, List<Segment> segments, Predicate<Step> apart) {
    this.fields = program.fields;
    this.runs = runs;
    this.apart = apart;
    segments.forEach(s -> byDevice.put(fields.names.number(s.device()), s));
    residents = new Residents(fields, segments);
    unreal = Unreal.ofNewConnections(fields);
    most = PAIRS + PAIRS_EACH * segments.size();
    budget = TRIES * segments.size() + most;
  }

  Crossings find() {
    Preferences usual = Preferences.of(fields.space, this::usual);
    Search search =
        Search.among(PacketSet.of(wanted()), piece -> across(piece, usual), this::settled, budget);
    return new Crossings(found, search instanceof Search.Exhausted);
  }

  /** Between any two of the segments, by the first packet of a connection. */
  private Product wanted() {
    List<IntervalSet> numbers = byDevice.keySet().stream().map(n -> IntervalSet.of(n)).toList();
    IntervalSet devices = IntervalSet.union(numbers);
    Product product =
        Product.all(fields.space)
            .with(IN, devices)
            .with(ROUTED_OUT, devices)
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

  /** A packet from one segment to another; nothing where all stay on theirs. */
  private static Optional<Point> across(Product piece, Preferences usual) {
    Point point = piece.pick(usual);
    if (point.get(IN) != point.get(ROUTED_OUT)) {
      return Optional.of(point);
    }
    for (int field : new int[] {ROUTED_OUT, IN}) {
      IntervalSet others = piece.set(field).subtract(IntervalSet.of(point.get(field)));
      if (!others.isEmpty()) {
        return Optional.of(piece.with(field, others).pick(usual));
      }
    }
    return Optional.empty();
  }

  /** Packets around one that need no further look; nothing once enough has been found, or lost. */
  private Optional<Product> settled(Point packet) {
    if (found.size() >= most) {
      return Optional.empty();
    }
    IntervalSet in = IntervalSet.of(packet.get(IN));
    IntervalSet out = IntervalSet.of(packet.get(ROUTED_OUT));
    Product pair = Product.all(fields.space).with(IN, in).with(ROUTED_OUT, out);
    try {
      Run run = runs.apply(packet);
      Optional<Failure> failure = run.go();
      return Optional.of(
          failure.map(Failure::packets).orElseGet(() -> passed(packet, run).orElse(pair)));
    } catch (Run.TooDeep tooDeep) {
      return Optional.empty();
    }
  }

  /** What a packet that gets through is only one of, where it is none that is looked for. */
  private Optional<Product> passed(Point packet, Run run) {
    Optional<Product> none =
        unreal.stream()
            .filter(product -> product.contains(packet))
            .findFirst()
            .or(() -> residents.strange(packet));
    if (none.isPresent()) {
      return none;
    }
    Optional<Op> by = Passage.forwarder(run);
    Optional<Op> aside =
        run.ends().filter(op -> rewrites(op)).findFirst().or(() -> by.filter(this::isApart));
    if (aside.isPresent()) {
      return Optional.of(around(packet, aside.get()));
    }
    found.add(crossing(packet, by));
    return Optional.empty();
  }

  private boolean isApart(Op op) {
    return apart.test(op.step());
  }

  private static boolean rewrites(Op op) {
    return op.changes().get(DESTINATION);
  }

  /** The packets that a step asks for, in the terms of where they set out, with this one. */
  private Product around(Point packet, Op op) {
    Product asked = op.demand().upperBound(Product.all(fields.space));
    for (int field : new int[] {STATE, TTL, MARK, CONNECTION_MARK}) {
      asked = asked.without(field);
    }
    IntervalSet out = asked.set(OUT);
    Product origin = asked.without(OUT).with(ROUTED_OUT, out);
    return origin.contains(packet) ? origin : alone(packet);
  }

  private Product alone(Point packet) {
    Product only = Product.all(fields.space);
    for (int field = 0; field < fields.space.size(); field++) {
      only = only.with(field, IntervalSet.of(packet.get(field)));
    }
    return only;
  }

  private Crossing crossing(Point packet, Optional<Op> by) {
    Map<String, Object> json = new LinkedHashMap<>();
    Segment from = segment(packet, IN);
    Segment to = segment(packet, ROUTED_OUT);
    json.put("hook", "forward");
    json.put("in", from.device());
    json.put("out", to.device());
    new Telling(fields).tell(packet, json);
    return new Crossing(from, to, json, by.map(Op::step));
  }

  private Segment segment(Point packet, int field) {
    Segment segment = byDevice.get((int) packet.get(field));
    if (segment == null) {
      throw new IllegalStateException("not between segments: " + packet);
    }
    return segment;
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
