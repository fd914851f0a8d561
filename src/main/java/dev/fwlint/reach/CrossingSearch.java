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
import java.util.stream.Stream;

/**
 * Looks for new connections between segments, asking once for all of them: a packet is tried; one
 * that is stopped shows which others are stopped with it, all pairs of segments at once where that
 * is so; one that gets through settles what its step accepts of its pair.
 */
final class CrossingSearch {
  /** More pairs than this, and some for each segment, are not looked for: they tell nothing new. */
  private static final int PAIRS = 1_000;

  private static final int PAIRS_EACH = 5;

  /** So many packets are sent for each segment, and so many more are known to be stopped. */
  private static final int TRIES = 200;

  private static final int STEPS = 20;

  private final Passage passage;
  private final Fields fields;
  private final Meant meant;
  private final Map<Integer, Segment> byDevice = new HashMap<>();
  private final Residents residents;
  private final List<Product> unreal;
  private final FirstPackets firsts;
  private final EitherWay either;
  private final Stopped stopped = new Stopped();
  private final List<Crossing> found = new ArrayList<>();
  private final List<Crossing> aside = new ArrayList<>();
  private final int most;
  private final int budget;
  private int tried;
  private boolean all = true;

  CrossingSearch(Passage passage, List<Segment> segments, Meant meant) {
    this.passage = passage;
    this.fields = passage.program.fields;
    this.meant = meant;
    segments.forEach(s -> byDevice.put(fields.names.number(s.device()), s));
    residents = new Residents(fields, segments);
    unreal = Unreal.ofNewConnections(fields);
    firsts = new FirstPackets(fields);
    either = new EitherWay(fields, meant.undecided());
    most = PAIRS + PAIRS_EACH * segments.size();
    budget = TRIES * segments.size() + 2 * most;
  }

  Crossings between(Predicate<String> from, Predicate<String> to) {
    Preferences usual = firsts.usual();
    PacketSet wanted = PacketSet.of(firsts.between(devices(from), devices(to)));
    for (int device : new int[] {IN, ROUTED_OUT}) {
      wanted = atHome(wanted, device, device == IN ? from : to);
    }
    return find(wanted, piece -> across(piece, usual));
  }

  Crossings within() {
    Preferences usual = firsts.usual();
    IntervalSet own = devices(device -> true);
    return find(PacketSet.of(firsts.between(own, own)), piece -> Optional.of(piece.pick(usual)));
  }

  /** With the addresses of a side that is one segment: all others would be tried for each pair. */
  private PacketSet atHome(PacketSet wanted, int device, Predicate<String> which) {
    List<Segment> side = byDevice.values().stream().filter(s -> which.test(s.device())).toList();
    return side.size() == 1
        ? residents.home(side.getFirst(), device).map(wanted::intersect).orElse(wanted)
        : wanted;
  }

  private Crossings find(PacketSet wanted, Function<Product, Optional<Point>> pick) {
    try {
      Search search = Search.among(wanted, pick, this::settled, STEPS * budget);
      all &= search instanceof Search.Exhausted;
    } catch (Run.TooDeep tooDeep) {
      all = false;
    }
    return new Crossings(found, aside, all);
  }

  private IntervalSet devices(Predicate<String> which) {
    return IntervalSet.union(
        byDevice.entrySet().stream()
            .filter(entry -> which.test(entry.getValue().device()))
            .map(entry -> IntervalSet.of(entry.getKey()))
            .toList());
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

  /** Packets around one that need no further look; nothing once enough has been found. */
  private Optional<Product> settled(Point packet) {
    Optional<Product> known = stopped.known(packet).or(() -> residents.misplaced(packet));
    if (known.isPresent()) {
      return known;
    }
    if (++tried > budget) {
      all = false;
      return Optional.empty();
    }
    List<Run> ways = either.ways(passage, packet, Without.NOTHING).toList();
    Optional<Product> failed =
        ways.stream().flatMap(run -> run.go().stream()).map(this::stoppedBy).findFirst();
    failed.ifPresent(stopped::add);
    return failed.isPresent() ? failed : passed(packet, ways);
  }

  private Product stoppedBy(Failure failure) {
    return either.whichever(failure.packets());
  }

  /** What a packet that gets through is only one of. */
  private Optional<Product> passed(Point packet, List<Run> ways) {
    Run run = ways.getFirst();
    Optional<Product> none =
        unreal.stream()
            .filter(product -> product.contains(packet))
            .findFirst()
            .or(() -> residents.strange(packet));
    if (none.isPresent()) {
      return none;
    }
    Optional<Op> rewriter = run.ends().filter(CrossingSearch::rewrites).findFirst();
    if (rewriter.isPresent()) {
      return Optional.of(around(packet, rewriter.get()));
    }
    Optional<Event.Left> left = run.forwarder();
    Optional<Op> by = left.map(Event.Left::op);
    if (by.filter(op -> meant.apart().test(op.step())).isPresent()) {
      aside.add(crossing(packet, left));
      return by.map(op -> around(packet, op));
    }
    Optional<Event.Left> other = anyway(packet, by);
    Optional<Op> apart =
        Stream.concat(other.stream(), ways.getLast().forwarder().stream())
            .map(Event.Left::op)
            .filter(op -> meant.apart().test(op.step()))
            .findFirst();
    return apart.isPresent()
        ? Optional.of(ofPair(packet, apart))
        : told(packet, other.or(() -> left));
  }

  private Optional<Product> told(Point packet, Optional<Event.Left> left) {
    Optional<Op> by = left.map(Event.Left::op);
    found.add(crossing(packet, left));
    if (found.size() < most) {
      return Optional.of(ofPair(packet, by));
    }
    // from here on, one pair for each step
    all = false;
    return found.size() < 2 * most ? by.map(op -> around(packet, op)) : Optional.empty();
  }

  /** The step that lets a packet through in any case, where it is another that does. */
  private Optional<Event.Left> anyway(Point packet, Optional<Op> by) {
    Optional<Step> step = by.map(Op::step);
    if (step.filter(meant.anyway()).isPresent()) {
      return Optional.empty();
    }
    Without others = new Without(meant.foreign().or(one -> step.equals(Optional.of(one))), false);
    return either
        .ways(passage, packet, others)
        .flatMap(run -> anyway(packet, run).stream())
        .findFirst();
  }

  private Optional<Event.Left> anyway(Point packet, Run run) {
    return run.arrives()
        ? run.forwarder()
            .filter(left -> meant.anyway().test(left.op().step()))
            .filter(left -> asked(left.op()).contains(packet))
        : Optional.empty();
  }

  private static boolean rewrites(Op op) {
    return op.changes().get(DESTINATION);
  }

  /** The packets that a step asks for, in the terms of where they set out, with this one. */
  private Product around(Point packet, Op op) {
    Product asked = asked(op);
    return asked.contains(packet) ? asked : alone(packet);
  }

  /** The same of its pair, or all of its pair. */
  private Product ofPair(Point packet, Optional<Op> op) {
    Product pair =
        Product.all(fields.space)
            .with(IN, IntervalSet.of(packet.get(IN)))
            .with(ROUTED_OUT, IntervalSet.of(packet.get(ROUTED_OUT)));
    return op.map(by -> asked(by).intersect(pair))
        .filter(product -> product.contains(packet))
        .orElse(pair);
  }

  private Product asked(Op op) {
    Product asked = op.demand().upperBound(Product.all(fields.space));
    for (int field : new int[] {STATE, TTL, MARK, CONNECTION_MARK}) {
      asked = asked.without(field);
    }
    asked = asked.with(ROUTED_OUT, asked.set(OUT)).without(OUT);
    for (int[] pair : RouteBuilder.TUPLES) {
      IntervalSet both = asked.set(pair[1]).intersect(asked.set(pair[0]));
      asked = asked.with(pair[1], both).without(pair[0]);
    }
    return asked;
  }

  private Product alone(Point packet) {
    Product only = Product.all(fields.space);
    for (int field = 0; field < fields.space.size(); field++) {
      only = only.with(field, IntervalSet.of(packet.get(field)));
    }
    return only;
  }

  private Crossing crossing(Point packet, Optional<Event.Left> by) {
    Map<String, Object> json = new LinkedHashMap<>();
    Segment from = segment(packet, IN);
    Segment to = segment(packet, ROUTED_OUT);
    json.put("hook", "forward");
    json.put("in", from.device());
    json.put("out", to.device());
    new Telling(fields).tell(packet, json);
    return new Crossing(
        from,
        to,
        json,
        by.map(left -> left.op().step()),
        by.map(left -> left.frame().jumps()).orElse(List.of()),
        passage.isAnswered(packet));
  }

  private Segment segment(Point packet, int field) {
    Segment segment = byDevice.get((int) packet.get(field));
    if (segment == null) {
      throw new IllegalStateException("not between segments: " + packet);
    }
    return segment;
  }
}
