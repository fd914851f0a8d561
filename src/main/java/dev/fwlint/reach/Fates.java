package dev.fwlint.reach;

import dev.fwlint.model.Step;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.Point;
import dev.fwlint.packets.Product;
import dev.fwlint.reach.Gate.Ruling;
import dev.fwlint.reach.Piece.Fate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out what becomes of a packet whatever the unknowns are, and of which others the same does:
 * each answer that could be given to what it does not decide is tried in turn.
 */
final class Fates {
  /** More answers than this to all that a packet does not decide are not tried. */
  private static final int MOST = 300;

  private final Program program;
  private final Course course;
  private final Gate gate;
  private final Path entrance;
  private final Path whole;
  private final Product all;

  Fates(Program program, Course course, Territory territory) {
    this.program = program;
    this.course = course;
    this.gate = new Gate(program, course, territory);
    Program.Site beyond = new Program.Site(Code.NOTHING, 0);
    entrance = new Path(course.entrance(program), List.of(), beyond, Demand.NOTHING);
    whole = new Path(course.route(program), List.of(), beyond, Demand.NOTHING);
    all = Product.all(program.fields.space);
  }

  /** One way that a packet may go. */
  private record Try(Fate fate, Product packets, Optional<Op> translator) {}

  /** A packet and those like it. */
  Piece of(Point packet) {
    return new Trial(packet).judge();
  }

  /** What is known of one packet so far. */
  private final class Trial {
    private final Point packet;
    private final Set<Op> translators = new LinkedHashSet<>();
    private final Set<Step> doubts = new LinkedHashSet<>();
    private final Deque<List<Boolean>> waiting = new ArrayDeque<>(List.of(List.of()));
    private Product passing = all;
    private Product stopping = all;
    private Product others = all;
    private boolean passes;
    private boolean stops;
    private boolean rewrites;

    Trial(Point packet) {
      this.packet = packet;
    }

    Piece judge() {
      for (int tries = 0; !waiting.isEmpty(); tries++) {
        if (tries == MOST) {
          // too much to go through: nothing is said of any other
          Product alone = alone();
          return new Piece(course, alone, Fate.EITHER, translators, doubts);
        }
        add(new Chosen(waiting.pop()));
        if (passes && stops && !rewrites) {
          break;
        }
      }
      Product packets = passing.intersect(stopping);
      // where both are shown, what else may become of the packet need not be the same
      boolean both = passes && stops && !rewrites;
      return new Piece(course, both ? packets : packets.intersect(others), fate(), translators, doubts);
    }

    private Fate fate() {
      if (passes) {
        return stops ? Fate.EITHER : Fate.PASSES;
      }
      return stops ? Fate.STOPS : Fate.NONE;
    }

    private void add(Chosen doubt) {
      Try one = attempt(packet, doubt);
      doubt.asked().forEach(op -> {
        doubts.add(op.step());
        rewrites |= op.step().table().equals("nat");
      });
      doubt.others().forEach(waiting::push);
      switch (one.fate()) {
        case PASSES -> {
          passing = passes ? joined(passing, one) : one.packets();
          passes = true;
          one.translator().ifPresent(translators::add);
        }
        case STOPS -> {
          stopping = stops ? joined(stopping, one) : one.packets();
          stops = true;
        }
        case EITHER -> {
          passing = passing.intersect(one.packets());
          passes = true;
          stops = true;
          one.translator().ifPresent(translators::add);
        }
        case NONE -> others = others.intersect(one.packets());
      }
    }

    /** Of what shows a fate already, one more need only be kept where all have to be alike. */
    private Product joined(Product known, Try one) {
      others = others.intersect(one.packets());
      return known;
    }

    private Product alone() {
      Product only = all;
      for (int field = 0; field < program.fields.space.size(); field++) {
        only = only.with(field, IntervalSet.of(packet.get(field)));
      }
      return only;
    }
  }

  private Try attempt(Point packet, Chosen doubt) {
    Run first = new Run(program, entrance, packet, doubt);
    Optional<Failure> failure = first.go();
    if (failure.isPresent()) {
      return failed(failure.get(), first);
    }
    Ruling ruling = gate.ask(first);
    Optional<Op> translator = first.translator();
    switch (ruling.answer()) {
      case NONE -> {
        return new Try(Fate.NONE, before(first, ruling), Optional.empty());
      }
      case ELSEWHERE -> {
        return new Try(Fate.STOPS, before(first, ruling), Optional.empty());
      }
      case HERE -> {}
    }
    Chosen again = doubt.again();
    Run run = new Run(program, whole, packet, again);
    failure = run.go();
    doubt.follow(again);
    if (failure.isPresent()) {
      return failed(failure.get(), run);
    }
    Product alike = run.alike(ruling.there()).intersect(ruling.origin());
    return new Try(Fate.PASSES, alike, translator);
  }

  private static Product before(Run run, Ruling ruling) {
    return run.beforeAlike(ruling.there()).intersect(ruling.origin());
  }

  private static Try failed(Failure failure, Run run) {
    boolean obscure = failure.cause().filter(Op::isObscure).isPresent();
    return obscure
        ? new Try(Fate.EITHER, failure.packets(), run.translator())
        : new Try(Fate.STOPS, failure.packets(), Optional.empty());
  }
}
