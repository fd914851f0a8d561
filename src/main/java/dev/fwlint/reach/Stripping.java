package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.model.Action;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Hook;
import dev.fwlint.model.Range;
import dev.fwlint.model.Step;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.PacketSet;
import dev.fwlint.packets.Product;
import dev.fwlint.reach.Opening.Sent;
import dev.fwlint.reach.Opening.Target;
import dev.fwlint.reach.Piece.Fate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Leaves of pieces what a person sees of a first packet. */
final class Stripping {
  private static final int LOCAL = ADDRESS_TYPES.indexOf("LOCAL");

  /** What a person sees of a first packet, its interfaces aside. */
  private static final int[] SHOWN = {
    SOURCE_HIGH,
    SOURCE,
    DESTINATION_HIGH,
    DESTINATION,
    PROTOCOL,
    SOURCE_PORT,
    DESTINATION_PORT,
    TTL,
    LENGTH,
    MAC
  };

  /** What is settled with these, or tells only where a packet goes. */
  private static final int[] SETTLED = {
    IN, ROUTED_OUT, OTHER_OUT, DESTINATION_TYPE, LATER_TRANSLATED
  };

  private final Fields fields;
  private final Territory territory;
  private final List<Segment> segments;
  private final List<Product> wanted;
  private final BitSet told = new BitSet();

  /** Whether what the host sends to others may go elsewhere. */
  private final boolean moves;

  private int count;

  Stripping(Program program, Territory territory, List<Segment> segments, List<Product> wanted) {
    this.fields = program.fields;
    this.moves = program.translates(Hook.OUTPUT, 0);
    this.territory = territory;
    this.segments = segments;
    this.wanted = wanted;
    for (int field : SHOWN) {
      told.set(field);
    }
    for (int field : SETTLED) {
      told.set(field);
    }
  }

  List<Strip> of(Piece piece) {
    List<Strip> strips = new ArrayList<>();
    for (Product asked : wanted) {
      boolean local = asked.set(DESTINATION_TYPE).contains(LOCAL);
      for (Product real : routed(piece, asked.intersect(piece.packets()), asked, local)) {
        strip(piece, real, asked, local, strips);
      }
    }
    return strips;
  }

  /**
   * Those that can be: what the host sends to one place and what then goes to another first has the
   * interface of the former.
   */
  private List<Product> routed(Piece piece, Product part, Product asked, boolean local) {
    if (part.isEmpty()) {
      return List.of();
    }
    boolean hidden = piece.fate() == Fate.STOPS && hidden(part, asked).length > 0;
    boolean maybeMoved = isMoved(piece) || hidden && moves;
    if (piece.course() != Course.OUT || local || !maybeMoved) {
      return List.of(part);
    }
    List<Product> real = new ArrayList<>();
    for (Segment segment : segments) {
      IntervalSet out = IntervalSet.of(fields.names.number(segment.device()));
      Product leaving = part.with(ROUTED_OUT, out);
      if (!leaving.isEmpty()) {
        PacketSet behind = territory.of(segment, DESTINATION_HIGH);
        real.addAll(behind.intersect(leaving).products());
      }
    }
    return real;
  }

  private static boolean isMoved(Piece piece) {
    return piece.translators().stream().anyMatch(op -> op.changes().get(DESTINATION));
  }

  private void strip(Piece piece, Product part, Product asked, boolean local, List<Strip> strips) {
    int[] hidden = hidden(part, asked);
    Strip.Key key = key(piece, local);
    // of what a program gets from a queue, it is not told what it may make of it
    boolean untold = key.sent() != Sent.THERE && key.targets().isEmpty();
    boolean stops = piece.fate() == Fate.STOPS;
    if (stops ? hidden.length == 0 : untold) {
      return;
    }
    Product shown = Product.all(fields.space);
    for (int field : SHOWN) {
      if (!part.set(field).containsAll(any(field, asked))) {
        shown = shown.with(field, part.set(field));
      }
    }
    strips.add(
        new Strip(
            count++,
            piece.course(),
            piece.fate(),
            part,
            shown,
            key,
            local,
            hidden.length > 0,
            doubts(piece, hidden)));
  }

  /** The fields that a person does not see and that count. */
  private int[] hidden(Product part, Product asked) {
    return part.fields()
        .filter(field -> !told.get(field) && !part.set(field).equals(asked.set(field)))
        .toArray();
  }

  /** All values of a field that are asked about, wherever a packet is sent to. */
  private IntervalSet any(int field, Product asked) {
    boolean destination = field == DESTINATION_HIGH || field == DESTINATION;
    return destination && wanted.size() > 2
        ? Territory.unicast(fields, DESTINATION_HIGH).set(field)
        : asked.set(field);
  }

  private static Strip.Key key(Piece piece, boolean local) {
    boolean moved = isMoved(piece);
    Set<Target> targets = new LinkedHashSet<>();
    piece.translators().forEach(op -> targets.add(target(op.step().action())));
    boolean there = piece.course() == Course.IN ? local && targets.isEmpty() : !local && !moved;
    Sent sent = there ? Sent.THERE : local ? Sent.TO_HOST : Sent.ELSEWHERE;
    return new Strip.Key(sent, targets, moved);
  }

  private static Target target(Action action) {
    return switch (action) {
      case Action.Rewrite to ->
          new Target(
              to.addresses()
                  .map(range ->
                      range.from().equals(range.to())
                          ? range.from().toString()
                          : range.from() + "-" + range.to())
                  .orElse(""),
              to.ports().map(Stripping::text).orElse(""));
      case Action.Redirect to -> new Target("", to.ports().map(Stripping::text).orElse(""));
      case Action.Netmap map -> new Target(map.network().toString(), "");
      default -> new Target("", "");
    };
  }

  private static String text(Range ports) {
    return ports.from() == ports.to()
        ? String.valueOf(ports.from())
        : ports.from() + "-" + ports.to();
  }

  /** What a fate may hang on, in the rules' own words. */
  private List<String> doubts(Piece piece, int[] hidden) {
    Set<String> doubts = new TreeSet<>();
    piece.doubts().forEach(step -> asked(step).forEach(doubts::add));
    for (int field : hidden) {
      fields.expression(field).ifPresent(doubts::add);
    }
    return List.copyOf(doubts);
  }

  private static Stream<String> asked(Step step) {
    List<String> asked =
        step.conditions().stream()
            .flatMap(c ->
                c instanceof Condition.Unknown is ? Stream.of(is.expression()) : Stream.empty())
            .toList();
    return asked.isEmpty() ? Stream.of(step.path()) : asked.stream();
  }
}
