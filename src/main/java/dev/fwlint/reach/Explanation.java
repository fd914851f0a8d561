package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.DESTINATION;
import static dev.fwlint.reach.Fields.DESTINATION_HIGH;
import static dev.fwlint.reach.Fields.DESTINATION_PORT;

import dev.fwlint.model.Hook;
import dev.fwlint.model.Verdict;
import dev.fwlint.packets.Product;
import dev.fwlint.packets.Space;
import dev.fwlint.reach.Failure.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * From one packet that failed to all that fail for the same reason: goes back over what happened
 * and keeps of it what the failure hangs on, each time in the terms of the packet as it was there.
 */
final class Explanation {
  private static final Set<String> EARLY = Set.of("raw", "mangle", "nat");

  private final Fields fields;
  private final Space space;

  /** Who is asked about; there, all answers are exact. Nothing where anybody is. */
  private final Optional<Horizon> horizon;

  private final List<Event> events;
  private final Leg last;

  /** Whether a step stands for those around it that end packets as it does. */
  private final boolean together;

  /** Whether what is not known was told; else it went as helps the packet, or by. */
  private final boolean exact;

  /** What the outcome hangs on beside what {@link #packets} asks. */
  private final Unasked unasked;

  /** Whether the packet came to the goal, so that all that could have ended it counts. */
  private boolean whole;

  private final Set<Leg> needed = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Leg> idle = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Op> changers = new ArrayList<>();
  private Product packets;

  Explanation(
      Fields fields, List<Event> events, Leg last, boolean together, Optional<Horizon> horizon) {
    this.horizon = horizon;
    this.exact = horizon.isPresent();
    this.fields = fields;
    this.space = fields.space;
    this.events = events;
    this.last = last;
    this.together = together;
    this.packets = Product.all(space);
    this.unasked = new Unasked(exact);
  }

  /** Of packets whose destination is translated by the same step, or by none, alone. */
  Explanation pinned() {
    unasked.pin(DESTINATION_HIGH, DESTINATION, DESTINATION_PORT);
    return this;
  }

  Failure of(Kind kind, Optional<Op> cause, Optional<Frame> frame, State state) {
    frame.ifPresent(this::need);
    frame.ifPresent(f -> near(state, f.leg));
    cause.ifPresent(op ->
        packets =
            kind == Kind.MISMATCH
                ? op.demand().refused(state, packets)
                : taken(taker(op, frame), state));
    for (Event event : events.reversed()) {
      back(event);
    }
    return new Failure(packets, kind, cause, changers);
  }

  private Demand taker(Op op, Optional<Frame> frame) {
    return together ? frame.orElseThrow().code.together(op, space) : op.demand();
  }

  /** Packets as they set out that are of the given ones when they come to a goal, if they come. */
  Product before(Product atGoal, Optional<Frame> goal) {
    goal.ifPresent(this::need);
    packets = atGoal;
    events.reversed().forEach(this::back);
    return packets;
  }

  /** Packets as they set out that all come to the end, and are of the given ones there. */
  Product whole(Product atEnd, State state) {
    whole = true;
    packets = atEnd;
    near(state, last);
    events.reversed().forEach(this::back);
    return packets;
  }

  /**
   * Of a packet that came to the goal, a table counts all through if it may end packets, or change
   * what comes behind; else it does not count at all.
   */
  private void need(Leg leg, Code code) {
    boolean counts =
        code.stops
            || code.chain.policy().orElse(Verdict.ACCEPT) == Verdict.DROP
            || hangsOn(code.changes);
    if (counts) {
      needed.add(leg);
    } else {
      idle.add(leg);
    }
  }

  /** Whether an event may be passed over. */
  private boolean isIdle(Frame frame) {
    if (!whole) {
      return false;
    }
    if (!needed.contains(frame.leg) && !idle.contains(frame.leg)) {
      frame.leg.code().ifPresent(code -> need(frame.leg, code));
    }
    frame.needed |= needed.contains(frame.leg);
    return idle.contains(frame.leg);
  }

  /** Packets as they set out that all come to a step at the end, which takes them. */
  Product takenBy(Op op, State state) {
    return whole(taken(op.demand(), state), state);
  }

  private void near(State state, Leg leg) {
    horizon.ifPresent(seen -> packets = seen.near(packets, state, leg));
  }

  private Product taken(Demand demand, State state) {
    unasked.see(demand, state);
    return demand.taken(state, packets);
  }

  private void need(Frame frame) {
    frame.needed = true;
    needed.add(frame.leg);
  }

  private void back(Event event) {
    switch (event) {
      case Event.Shifted shifted -> shifted(shifted);
      case Event.Began began -> began(began);
      case Event.Scanned scanned when isIdle(scanned.frame()) -> {}
      case Event.Scanned scanned -> new Scan(scanned).exclude();
      case Event.Changed changed -> changed(changed);
      case Event.Entered entered when isIdle(entered.frame()) -> {}
      case Event.Entered entered -> entered(entered);
      case Event.Left left when isIdle(left.frame()) -> {}
      case Event.Left left -> left(left);
    }
  }

  private boolean hangsOn(int field) {
    return unasked.has(field) || !packets.set(field).isAll(space.greatest(field));
  }

  private boolean hangsOn(BitSet fields) {
    return !fields.isEmpty() && (unasked.any(fields) || packets.fields().anyMatch(fields::get));
  }

  private void shifted(Event.Shifted event) {
    int field = event.shift().assign().field();
    if (!hangsOn(field)) {
      return;
    }
    if (event.applied()) {
      unasked.back(event.shift().assign());
      packets = event.shift().assign().before(packets, event.before());
      event.shift().when().forEach(clause -> keep(clause, event.before()));
    } else {
      event.shift().when().stream()
          .filter(clause -> !clause.holds(event.before()).orElse(true))
          .findFirst()
          .ifPresent(clause -> keep(clause, event.before()));
    }
  }

  private void keep(Clause clause, State state) {
    if (clause.holds(state).isPresent()) {
      packets = clause.same(state, packets);
    }
  }

  private void began(Event.Began event) {
    Leg leg = event.leg();
    if (!leg.onlyNew()) {
      return;
    }
    List<Clause> starts = Legs.startsConnection(fields);
    if (event.passed()) {
      if (needed.contains(leg)) {
        starts.forEach(clause -> keep(clause, event.state()));
      }
    } else if (leg == last
        || whole
        || leg.code().map(code -> hangsOn(code.changes)).orElse(false)) {
      starts.stream()
          .filter(clause -> !clause.holds(event.state()).orElse(true))
          .findFirst()
          .ifPresent(clause -> keep(clause, event.state()));
    }
  }

  private void changed(Event.Changed event) {
    boolean concerns = event.op().assigns().stream().anyMatch(a -> hangsOn(a.field()));
    if (!concerns) {
      return;
    }
    changers.add(event.op());
    List<State> states = new ArrayList<>(List.of(event.before()));
    for (Assign assign : event.op().assigns()) {
      states.add(assign.forward(states.getLast()));
    }
    for (int i = event.op().assigns().size() - 1; i >= 0; i--) {
      unasked.back(event.op().assigns().get(i));
      packets = event.op().assigns().get(i).before(packets, states.get(i));
    }
    packets = taken(event.op().demand(), event.before());
    need(event.frame());
  }

  private void entered(Event.Entered event) {
    Frame frame = event.frame();
    // who does not follow the path fails all the same
    if (frame.needed && !frame.onPath) {
      packets = taken(frame.by.orElseThrow().demand(), event.state());
      frame.parent.ifPresent(this::need);
    }
  }

  private void left(Event.Left event) {
    Frame frame = event.frame();
    boolean end = event.op().kind() == Op.Kind.END;
    BitSet missed = end ? frame.leg.code().orElse(frame.code).changes : frame.code.changes;
    boolean mayEnd = frame.leg != last && needed.contains(frame.leg) && frame.code.ends;
    boolean strays = event.op().kind() == Op.Kind.GOTO && frame.needed;
    if (whole || mayEnd || strays || hangsOn(missed)) {
      packets = taken(event.op().demand(), event.state());
      need(frame);
    }
  }

  /**
   * Steps that did not take the packet, and that could save another one: those packets are left
   * out.
   */
  private final class Scan {
    private final Frame frame;
    private final State state;
    private final int from;
    private final int to;
    private final boolean own;

    /** Whether it matters where the table ends. */
    private boolean table;

    /** The fields that the outcome hangs on. */
    private final BitSet hung = new BitSet();

    /** Whether who leaves the table early may miss a change that counts. */
    private boolean skips;

    Scan(Event.Scanned event) {
      frame = event.frame();
      state = event.state();
      from = event.from();
      to = event.to();
      own = frame.leg == last;
      table = !own && needed.contains(frame.leg);
    }

    void exclude() {
      see();
      boolean leaves = frame.needed && !frame.onPath;
      if (leaves || table || frame.code.strays || frame.code.changes.intersects(hung)) {
        narrow();
        BitSet known;
        do {
          known = (BitSet) hung.clone();
          excludeNotable(frame.needed && !frame.onPath);
          see();
          known.flip(0, space.size());
          known.and(hung);
          // what leaves a step out may hang on what another one of the stretch changes
        } while (frame.code.changes.intersects(known));
      }
    }

    private void see() {
      packets.fields().forEach(hung::set);
      unasked.addTo(hung);
      skips = frame.leg.code().map(code -> code.changes.intersects(hung)).orElse(false);
    }

    /**
     * Who is in a large chain for the reason that the packet is: else all of its steps would have
     * to be looked at, most of which are about others.
     */
    private void narrow() {
      if (!exact || frame.onPath || frame.by.isEmpty()) {
        return;
      }
      if (frame.code.isLarge()) {
        need(frame);
        table = frame.leg != last;
      }
      Demand by = frame.by.get().demand();
      boolean same =
          by.clauses().stream()
              .flatMap(clause -> clause.tests().stream())
              .noneMatch(test -> frame.code.changes.get(test.field()));
      if (frame.needed && same) {
        packets = taken(by, state);
      }
    }

    private void excludeNotable(boolean leaves) {
      Exclusion exclusion = new Exclusion(packets, state);
      for (int place : places()) {
        Op op = frame.code.ops().get(place);
        if (whole ? ends(op, leaves) : matters(op, leaves)) {
          unasked.see(op.demand(), state);
          exclusion.add(op);
        }
      }
      packets = exclusion.rest();
    }

    private int[] places() {
      if (horizon.isPresent() && isEarly(frame.leg)) {
        return whole
            ? horizon.get().effective(frame.code, packets, from, to)
            : horizon.get().notable(frame.code, packets, from, to);
      }
      return whole
          ? frame.code.effective(packets, from, to)
          : frame.code.notable(packets, from, to);
    }

    /** Whether no packet has been translated yet. */
    private static boolean isEarly(Leg leg) {
      return leg.hook() == Hook.PREROUTING
          || leg.hook() == Hook.OUTPUT && EARLY.contains(leg.table());
    }

    /** Whether a step could keep a packet from the end, or change how it comes there. */
    private boolean ends(Op op, boolean leaves) {
      boolean changes = op.changes().intersects(hung);
      return switch (op.kind()) {
        case PASS -> changes;
        case END -> changes || skips || op.isObscure();
        case JUMP -> {
          Code target = op.target().orElse(Code.NOTHING);
          yield target.stops
              || target.strays && leaves
              || target.ends && skips
              || target.changes.intersects(hung);
        }
        case STOP, RETURN, GOTO, OBSCURE -> true;
      };
    }

    private boolean matters(Op op, boolean leaves) {
      boolean changes = op.changes().intersects(hung);
      boolean inner = op.target().map(target -> target.changes.intersects(hung)).orElse(false);
      return switch (op.kind()) {
        case PASS, STOP -> changes;
        case END -> table || !own && changes;
        case RETURN -> frame.parent.isEmpty() ? table : leaves;
        case JUMP -> {
          boolean ends = op.target().map(target -> target.ends).orElse(false);
          boolean strays = op.target().map(target -> target.strays).orElse(false);
          yield inner || table && ends || strays && leaves;
        }
        case GOTO -> inner || leaves || table;
        case OBSCURE -> true;
      };
    }
  }
}
