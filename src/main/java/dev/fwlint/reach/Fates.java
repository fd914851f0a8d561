package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.model.Address;
import dev.fwlint.model.Hook;
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
  private final Territory territory;
  private final Horizon horizon;
  private final Gate gate;
  private final Path entrance;
  private final Path whole;
  private final Product all;

  /** Whether a rule changes the TTL before it counts. */
  private final boolean agesEarly;

  /**
   * @param asked the packets that are asked about: of others, nothing is said
   */
  Fates(Program program, Course course, Territory territory, Product asked) {
    this.horizon = new Horizon(asked);
    this.program = program;
    this.course = course;
    this.territory = territory;
    this.gate = new Gate(program, course, territory);
    Program.Site beyond = new Program.Site(Code.NOTHING, 0);
    entrance = new Path(course.entrance(program), List.of(), beyond, Demand.NOTHING);
    whole = new Path(course.route(program), List.of(), beyond, Demand.NOTHING);
    all = Product.all(program.fields.space);
    agesEarly =
        program.at("mangle", Hook.PREROUTING).filter(code -> code.changes.get(TTL)).isPresent();
  }

  /** One way that a packet may go. */
  private record Try(Fate fate, Product packets, Optional<Op> translator, Optional<Op> obscure) {
    Try(Fate fate, Product packets, Optional<Op> translator) {
      this(fate, packets, translator, Optional.empty());
    }
  }

  /**
   * A packet and those like it; told twice where it is not known whether they are sent elsewhere.
   *
   * @param among those of which it is one, and that are to be told of
   */
  List<Piece> of(Point packet, Product among) {
    horizon.narrow(among);
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

    /** Whether it says of its future what will not be if some answers are other ones. */
    private boolean incomplete;

    /** Whether it may get through with the destination that it has. */
    private boolean keeps;

    Trial(Point packet) {
      this.packet = packet;
    }

    List<Piece> judge() {
      for (int tries = 0; !waiting.isEmpty(); tries++) {
        if (tries == MOST) {
          // too much to go through: nothing is said of any other
          stops = true;
          passes = true;
          keeps = true;
          return pieces(alone());
        }
        add(new Chosen(horizon, waiting.pop()));
        if (passes && stops && !rewrites) {
          break;
        }
      }
      Product packets = passing.intersect(stopping);
      // where both are shown, what else may become of the packet need not be the same
      boolean both = passes && stops && !rewrites;
      return pieces(both ? packets : packets.intersect(others));
    }

    private List<Piece> pieces(Product packets) {
      if (translators.isEmpty() || !keeps) {
        return List.of(new Piece(course, packets, fate(), translators, doubts));
      }
      return List.of(
          new Piece(course, packets, Fate.EITHER, Set.of(), doubts),
          new Piece(course, packets, Fate.EITHER, translators, doubts));
    }

    private Fate fate() {
      if (passes) {
        return stops || incomplete ? Fate.EITHER : Fate.PASSES;
      }
      return stops ? Fate.STOPS : Fate.NONE;
    }

    private void add(Chosen doubt) {
      Try one = attempt(packet, doubt);
      program.patience.spend(doubt.asked().size());
      doubt
          .asked()
          .forEach(op -> {
            doubts.add(op.step());
            rewrites |= op.step().table().equals("nat");
          });
      one.obscure().ifPresent(op -> doubts.add(op.step()));
      doubt.others().forEach(waiting::push);
      switch (one.fate()) {
        case PASSES -> {
          passing = passes ? joined(passing, one) : one.packets();
          passes = true;
          translate(one.translator());
        }
        case STOPS -> {
          stopping = stops ? joined(stopping, one) : one.packets();
          stops = true;
        }
        case EITHER -> {
          passing = passing.intersect(one.packets());
          passes = true;
          stops = true;
          translate(one.translator());
        }
        case NONE -> {
          incomplete = true;
          others = others.intersect(one.packets());
        }
      }
    }

    private void translate(Optional<Op> by) {
      by.ifPresentOrElse(translators::add, () -> keeps = true);
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
    Run first = new Run(program, entrance, packet, doubt, Without.NOTHING);
    Optional<Failure> failure = first.go();
    program.patience.spend(first.enteredUncounted());
    if (failure.isPresent()) {
      return failed(failure.get(), first);
    }
    Product expired = all.with(TTL, IntervalSet.of(0, 1));
    if (course == Course.THROUGH && expired.set(TTL).contains(first.state().get(TTL))) {
      // ip_forward.c: it is not forwarded, and no chain sees that
      return new Try(Fate.STOPS, first.beforeAlike(expired), Optional.empty());
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
    Run run = new Run(program, whole, packet, again, Without.NOTHING);
    failure = run.go();
    program.patience.spend(run.enteredUncounted());
    doubt.follow(again);
    if (failure.isPresent()) {
      Try failed = failed(failure.get(), run);
      return translator.isEmpty() ? unlessStrange(failed, first) : failed;
    }
    Product alike = run.alike(ruling.there()).intersect(ruling.origin());
    Product lives = all.with(TTL, IntervalSet.of(2, 255));
    Product lasting = agesEarly ? first.beforeAlike(lives) : lives;
    Try passes =
        new Try(
            Fate.PASSES, course == Course.THROUGH ? alike.intersect(lasting) : alike, translator);
    return translator.isEmpty() ? unlessStrange(passes, first) : passes;
  }

  /**
   * Where a fate hangs on the destination, those that routing would not send there are found first:
   * there are as many interfaces as destinations.
   */
  private Try unlessStrange(Try one, Run entrance) {
    State state = entrance.state();
    boolean asked =
        one.packets().fields().anyMatch(field -> field == DESTINATION || field == DESTINATION_HIGH);
    if (course == Course.IN || !asked) {
      return one;
    }
    Address to =
        new Address(program.fields.family, state.get(DESTINATION_HIGH), state.get(DESTINATION));
    return territory
        .strange((int) state.get(ROUTED_OUT), to)
        .map(there -> new Try(Fate.STOPS, entrance.beforeAlike(there), Optional.<Op>empty()))
        .orElse(one);
  }

  private static Product before(Run run, Ruling ruling) {
    return run.beforeAlike(ruling.there()).intersect(ruling.origin());
  }

  private static Try failed(Failure failure, Run run) {
    boolean obscure = failure.cause().filter(Op::isObscure).isPresent();
    return obscure
        ? new Try(Fate.EITHER, failure.packets(), run.translator(), failure.cause())
        : new Try(Fate.STOPS, failure.packets(), Optional.empty());
  }
}
