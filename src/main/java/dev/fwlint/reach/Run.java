package dev.fwlint.reach;

import dev.fwlint.model.Verdict;
import dev.fwlint.packets.Point;
import dev.fwlint.packets.Product;
import dev.fwlint.reach.Demand.Takes;
import dev.fwlint.reach.Failure.Kind;
import dev.fwlint.reach.Program.Site;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Sends one packet along a path and keeps what happened. What cannot be told is taken to go as
 * helps the packet along: a packet that fails here fails whatever the unknowns are.
 */
final class Run {
  static final int DEEPEST = 400;

  /** A packet that enters more chains than this is not followed any further. */
  static final int MOST_ENTERED = 10_000;

  /** So many are entered on the ways that people write; these are always followed. */
  private static final int FEW_ENTERED = 200;

  private final Program program;
  private final Path path;
  private final Doubt doubt;
  private final Point packet;
  private final Without without;
  private final List<Event> events = new ArrayList<>();
  private State state;
  private Optional<Frame> arrivedIn = Optional.empty();
  private int entered;

  /** Thrown where a chain lies deeper than this looks, or a packet goes further. */
  static final class TooDeep extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooDeep() {
      super("chains are nested too deep", null, false, false);
    }
  }

  /** How a stretch of chain ended. */
  private sealed interface End {
    record Returned() implements End {}

    /** The table ended, and the packet goes on behind it. */
    record Ended() implements End {}

    record Failed(Kind kind, Optional<Op> cause, Optional<Frame> frame) implements End {}
  }

  private static final End RETURNED = new End.Returned();
  private static final End ENDED = new End.Ended();

  Run(Program program, Path path, Point packet) {
    this(program, path, packet, Doubt.HELPS, Without.NOTHING);
  }

  /** As if something were not there. */
  Run(Program program, Path path, Point packet, Without without) {
    this(program, path, packet, Doubt.HELPS, without);
  }

  Run(Program program, Path path, Point packet, Doubt doubt, Without without) {
    this.program = program;
    this.without = without;
    this.path = path;
    this.doubt = doubt;
    this.packet = packet;
    this.state = State.of(packet, program.fields.space.size());
  }

  /** Why the packet fails; nothing where it reaches the goal and may be taken by it. */
  Optional<Failure> go() {
    return walk().map(this::explain);
  }

  /** Whether the packet reaches the goal and may be taken by it. */
  boolean arrives() {
    return walk().isEmpty();
  }

  private Optional<End.Failed> walk() {
    for (Leg leg : path.route().legs()) {
      boolean last = leg == path.route().last();
      leg.shifts().forEach(this::shift);
      if (leg.gate().flatMap(gate -> gate.holds(state)).filter(holds -> !holds).isPresent()) {
        events.add(new Event.Diverted(leg.gate().orElseThrow(), state));
        return Optional.of(new End.Failed(Kind.MISMATCH, Optional.empty(), Optional.empty()));
      }
      Optional<End.Failed> failed = last ? lastLeg(leg) : leg(leg);
      if (failed.isPresent()) {
        return failed;
      }
    }
    return Optional.empty();
  }

  /** How many chains it has entered that were not counted on the way. */
  int enteredUncounted() {
    return Math.min(entered, FEW_ENTERED);
  }

  /** The packet as it set out. */
  Point packet() {
    return packet;
  }

  /** The packet as it came to the goal. */
  State state() {
    return state;
  }

  /**
   * Packets as they set out, this one among them: those that come to the goal are of these there.
   */
  Product before(Product atGoal) {
    return explanation().before(atGoal, arrivedIn);
  }

  /**
   * The same, of packets whose destination is translated by the same step, or by none as this
   * one's.
   */
  Product beforeAlike(Product atGoal) {
    return explanation().pinned().before(atGoal, arrivedIn);
  }

  /**
   * Packets as they set out, this one among them, that all come to the goal and are of these there,
   * if what cannot be told goes as it did; their destination is translated as this one's is.
   */
  Product alike(Product atGoal) {
    return explanation().pinned().whole(atGoal, state);
  }

  private Explanation explanation() {
    return new Explanation(
        program.fields, events, path.route().last(), doubt != Doubt.HELPS, doubt.horizon());
  }

  /** The step that translated its destination, if one did. */
  Optional<Op> translator() {
    return events.stream()
        .filter(Event.Changed.class::isInstance)
        .map(event -> ((Event.Changed) event).op())
        .filter(op -> Effects.translatesDestination(op.step().action()))
        .findFirst();
  }

  private Failure explain(End.Failed failed) {
    Optional<Op> obscure = failed.cause().filter(doubt::endsAt);
    if (obscure.isPresent()) {
      // who is stopped before is no such packet
      return new Failure(
          explanation().pinned().takenBy(obscure.get(), state), failed.kind(), obscure, List.of());
    }
    return explanation().of(failed.kind(), failed.cause(), failed.frame(), state);
  }

  /** The steps that ended a table's chain at a hook for the packet, in its order. */
  Stream<Op> ends() {
    return left().map(Event.Left::op).filter(op -> op.kind() == Op.Kind.END);
  }

  /** The steps that sent the packet back out of a chain, in its order. */
  Stream<Op> returns() {
    return left().map(Event.Left::op).filter(op -> op.kind() == Op.Kind.RETURN);
  }

  /** The step that ended the filter table for the packet, and the chain it did so in. */
  Optional<Event.Left> forwarder() {
    return left()
        .filter(left -> left.op().kind() == Op.Kind.END)
        .filter(left -> left.op().step().table().equals("filter"))
        .reduce((first, last) -> last);
  }

  private Stream<Event.Left> left() {
    return events.stream().filter(Event.Left.class::isInstance).map(Event.Left.class::cast);
  }

  private void shift(Leg.Shift shift) {
    Takes applies = new Demand(shift.when(), false).takes(state);
    events.add(new Event.Shifted(shift, applies != Takes.NO, state));
    state =
        switch (applies) {
          case NO -> state;
          case MAYBE -> state.withUnknown(shift.assign().field());
          case YES -> shift.assign().forward(state);
        };
  }

  private Takes passes(Leg leg) {
    return leg.onlyNew() ? new Demand(startsConnection(), false).takes(state) : Takes.YES;
  }

  /** What nat's chains are passed by. */
  private List<Clause> startsConnection() {
    return Legs.startsConnection(program.fields);
  }

  private Optional<End.Failed> leg(Leg leg) {
    if (leg.code().isEmpty()) {
      return Optional.empty();
    }
    Code code = leg.code().get();
    Takes passes = passes(leg);
    events.add(new Event.Began(leg, passes == Takes.YES, state));
    if (passes == Takes.MAYBE) {
      forget(code.changes);
    }
    if (passes != Takes.YES) {
      return Optional.empty();
    }
    Frame base = new Frame(code, leg, Optional.empty(), Optional.empty(), false);
    End end = walk(base, 0, code.ops().size());
    if (end instanceof End.Failed failed) {
      return Optional.of(failed);
    }
    boolean dropped =
        end instanceof End.Returned
            && code.chain.policy().orElse(Verdict.ACCEPT) == Verdict.DROP
            && !without.policies();
    return dropped
        ? Optional.of(new End.Failed(Kind.TAKEN, Optional.empty(), Optional.of(base)))
        : Optional.empty();
  }

  private Optional<End.Failed> lastLeg(Leg leg) {
    boolean passed = passes(leg) != Takes.NO;
    events.add(new Event.Began(leg, passed, state));
    if (!passed) {
      return Optional.of(new End.Failed(Kind.MISMATCH, Optional.empty(), Optional.empty()));
    }
    Optional<Frame> parent = Optional.empty();
    Optional<Op> by = Optional.empty();
    List<Site> sites = new ArrayList<>(path.sites());
    sites.add(path.goal());
    for (Site site : sites) {
      Demand asked = site == path.goal() ? path.asked() : site.op().demand();
      Frame frame = new Frame(site.code(), leg, parent, by, true);
      by.ifPresent(op -> events.add(new Event.Entered(frame, state)));
      End end = walk(frame, 0, site.place());
      if (end instanceof End.Failed failed) {
        return Optional.of(failed);
      }
      if (!(end instanceof End.Ended) && asked.takes(state) == Takes.NO) {
        return Optional.of(
            new End.Failed(Kind.MISMATCH, Optional.of(site.op()), Optional.of(frame)));
      }
      arrivedIn = Optional.of(frame);
      if (site == path.goal()) {
        break;
      }
      parent = arrivedIn;
      by = Optional.of(site.op());
    }
    return Optional.empty();
  }

  private boolean isTooFar() {
    if (entered <= FEW_ENTERED) {
      return false;
    }
    program.patience.spend(1);
    return entered > MOST_ENTERED || program.patience.isOver();
  }

  /** Goes through a chain up to a place, without it. */
  private End walk(Frame frame, int from, int to) {
    entered++;
    if (isTooFar() || frame.depth() > DEEPEST) {
      throw new TooDeep();
    }
    Index.Cursor cursor = frame.code.index().cursor(state);
    int scanned = from;
    for (int i = cursor.next(from); i < to; i = cursor.next(i + 1)) {
      Op op = frame.code.ops().get(i);
      Takes takes = op.demand().takes(state);
      if (takes == Takes.MAYBE) {
        takes = doubt.settle(op);
      }
      if (takes == Takes.NO || without.step(op)) {
        continue;
      }
      events.add(new Event.Scanned(frame, scanned, i, state));
      scanned = i + 1;
      State before = state;
      Optional<End> end = takes == Takes.YES ? act(frame, op) : perhaps(frame, op);
      if (end.isPresent()) {
        return end.get();
      }
      if (before != state) {
        cursor = frame.code.index().cursor(state);
      }
    }
    events.add(new Event.Scanned(frame, scanned, to, state));
    return RETURNED;
  }

  private Optional<End> act(Frame frame, Op op) {
    boolean own = frame.leg == path.route().last();
    if (doubt.endsAt(op)) {
      return failed(Kind.TAKEN, op, frame);
    }
    return switch (op.kind()) {
      case PASS -> {
        change(frame, op);
        yield Optional.empty();
      }
      case STOP -> failed(Kind.TAKEN, op, frame);
      case END -> {
        if (own) {
          yield failed(Kind.TAKEN, op, frame);
        }
        events.add(new Event.Left(frame, op, state));
        change(frame, op);
        yield Optional.of(ENDED);
      }
      case RETURN -> {
        events.add(new Event.Left(frame, op, state));
        yield frame.onPath ? failed(Kind.LEFT, op, frame) : Optional.of(RETURNED);
      }
      case JUMP -> enter(frame, op).filter(end -> !(end instanceof End.Returned));
      case GOTO -> gone(frame, op);
      case OBSCURE -> {
        forget(allOf(op));
        yield own ? Optional.empty() : Optional.of(ENDED);
      }
    };
  }

  /**
   * What a goto leads to does not come back: neither here nor, on the path, to where the path goes
   * on.
   */
  private Optional<End> gone(Frame frame, Op op) {
    events.add(new Event.Left(frame, op, state));
    Optional<End> end = enter(frame, op);
    boolean back = end.orElse(RETURNED) instanceof End.Returned;
    return frame.onPath && back ? failed(Kind.LEFT, op, frame) : end;
  }

  private static Optional<End> failed(Kind kind, Op op, Frame frame) {
    return Optional.of(new End.Failed(kind, Optional.of(op), Optional.of(frame)));
  }

  private Optional<End> enter(Frame frame, Op op) {
    Code target = op.target().orElseThrow();
    Frame inner = new Frame(target, frame.leg, Optional.of(frame), Optional.of(op), false);
    events.add(new Event.Entered(inner, state));
    return Optional.of(walk(inner, 0, target.ops().size()));
  }

  private void change(Frame frame, Op op) {
    List<Assign> assigns = op.assignsAt(frame.leg.hook());
    if (!assigns.isEmpty()) {
      events.add(new Event.Changed(frame, op, state));
      for (Assign assign : assigns) {
        state = assign.forward(state);
      }
    }
  }

  /**
   * A step that may take the packet or not: the better of both for the packet, and what differs is
   * not known.
   */
  private Optional<End> perhaps(Frame frame, Op op) {
    boolean own = frame.leg == path.route().last();
    BitSet changes = allOf(op);
    op.target().ifPresent(target -> changes.or(target.changes));
    boolean mayEnd =
        !own
            && (op.kind() == Op.Kind.END
                || op.kind() == Op.Kind.OBSCURE
                || endsOtherwise(frame, op));
    if (mayEnd) {
      frame.leg.code().ifPresent(code -> changes.or(code.changes));
      forget(changes);
      return Optional.of(ENDED);
    }
    boolean leaves = op.kind() == Op.Kind.RETURN || op.kind() == Op.Kind.GOTO;
    if (leaves && !frame.onPath) {
      changes.or(frame.code.changes);
      forget(changes);
      return Optional.of(RETURNED);
    }
    boolean ends = op.kind() == Op.Kind.END || op.kind() == Op.Kind.STOP;
    if (!ends) {
      forget(changes);
    }
    return Optional.empty();
  }

  /**
   * Whether leaving the chain here, or not, may be the difference between ending the table and not.
   */
  private static boolean endsOtherwise(Frame frame, Op op) {
    boolean leaves = op.kind() == Op.Kind.RETURN || op.kind() == Op.Kind.GOTO;
    return leaves && frame.code.ends || op.target().map(target -> target.ends).orElse(false);
  }

  private static BitSet allOf(Op op) {
    BitSet fields = new BitSet();
    op.assigns().forEach(assign -> fields.set(assign.field()));
    return fields;
  }

  private void forget(BitSet fields) {
    for (int field = fields.nextSetBit(0); field >= 0; field = fields.nextSetBit(field + 1)) {
      state = state.withUnknown(field);
    }
  }
}
