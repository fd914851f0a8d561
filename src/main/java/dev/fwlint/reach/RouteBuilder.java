package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.model.Hook;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.reach.Leg.Shift;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts the legs of a route together, and what changes by itself where each begins. */
final class RouteBuilder {
  private static final Map<Hook, List<String>> TABLES =
      Map.of(
          Hook.PREROUTING, List.of("raw", "mangle", "nat"),
          Hook.INPUT, List.of("mangle", "filter", "security", "nat"),
          Hook.FORWARD, List.of("mangle", "filter", "security"),
          Hook.OUTPUT, List.of("raw", "mangle", "nat", "filter", "security"),
          Hook.POSTROUTING, List.of("mangle", "nat"));

  private static final int[] REPLY_SOURCES = {REPLY_SOURCE_HIGH, REPLY_SOURCE, REPLY_SOURCE_PORT};
  private static final int[] REPLY_DESTINATIONS = {
    REPLY_DESTINATION_HIGH, REPLY_DESTINATION, REPLY_DESTINATION_PORT
  };

  /** What a new connection's tuples are made of: a field of them, and the packet's own. */
  static final int[][] TUPLES = {
    {ORIGINAL_SOURCE_HIGH, SOURCE_HIGH},
    {ORIGINAL_SOURCE, SOURCE},
    {ORIGINAL_SOURCE_PORT, SOURCE_PORT},
    {ORIGINAL_DESTINATION_HIGH, DESTINATION_HIGH},
    {ORIGINAL_DESTINATION, DESTINATION},
    {ORIGINAL_DESTINATION_PORT, DESTINATION_PORT},
    {REPLY_DESTINATION_HIGH, SOURCE_HIGH},
    {REPLY_DESTINATION, SOURCE},
    {REPLY_DESTINATION_PORT, SOURCE_PORT},
    {REPLY_SOURCE_HIGH, DESTINATION_HIGH},
    {REPLY_SOURCE, DESTINATION},
    {REPLY_SOURCE_PORT, DESTINATION_PORT}
  };

  private final Program program;
  private final String target;
  private final List<Leg> legs = new ArrayList<>();

  /** What the chains so far ask about or change, since it was renewed. */
  private final BitSet mentioned = new BitSet();

  private final BitSet renewed = new BitSet();

  private boolean afterNat;
  private boolean missingIsEmpty;

  /** Whether the host itself sends the packet. */
  private boolean sent;

  private final IntervalSet notLo;

  RouteBuilder(Program program, String target) {
    this.program = program;
    IntervalSet lo = IntervalSet.of(program.fields.names.number("lo"));
    notLo = lo.complement(program.fields.space.greatest(IN));
    this.target = target;
  }

  /**
   * The way of a new connection's packet past every table of these hooks, to behind the last; a
   * table that the file does not have is taken as empty.
   */
  static Route through(Program program, Hook... hooks) {
    List<Shift> begins = new ArrayList<>();
    for (int[] pair : TUPLES) {
      always(begins, new Assign.Copy(pair[0], pair[1]));
    }
    return past(program, begins, List.of(hooks));
  }

  /** The way of the answer to it, from where its destination is its own again. */
  static Route back(Program program) {
    List<Shift> begins = new ArrayList<>();
    always(begins, new Assign.Copy(STATE, TRACKED_STATE));
    return past(program, begins, List.of(Hook.FORWARD, Hook.POSTROUTING));
  }

  private static Route past(Program program, List<Shift> begins, List<Hook> hooks) {
    RouteBuilder builder = new RouteBuilder(program, "");
    builder.missingIsEmpty = true;
    builder.legs.add(
        new Leg(hooks.getFirst(), "", begins, Optional.empty(), false, Optional.empty()));
    for (Hook hook : hooks) {
      builder.hook(hook, false);
    }
    builder.legs.add(
        new Leg(
            Hook.POSTROUTING, "", List.of(), Optional.of(Code.NOTHING), false, Optional.empty()));
    return new Route(builder.legs);
  }

  Route build(List<Hook> way) {
    for (Hook hook : way) {
      if (hook(hook, hook == way.getLast())) {
        return new Route(legs);
      }
    }
    throw new IllegalArgumentException("there is no table " + target + " at " + way);
  }

  /** Adds the tables of a hook, to the target where the way ends here; whether it is among them. */
  private boolean hook(Hook hook, boolean last) {
    boolean first = true;
    for (String table : TABLES.getOrDefault(hook, List.of())) {
      leg(hook, table, first);
      first = false;
      if (last && table.equals(target)) {
        return true;
      }
    }
    return false;
  }

  private void leg(Hook hook, String table, boolean first) {
    List<Shift> shifts = new ArrayList<>();
    if (first) {
      arrive(hook, shifts);
    }
    boolean entrance = hook == Hook.PREROUTING || hook == Hook.OUTPUT;
    if (entrance && table.equals("mangle")) {
      tracked(shifts);
    }
    if (hook == Hook.INPUT && table.equals("security")) {
      // with nft, nat has been passed here
      for (int field : REPLY_DESTINATIONS) {
        always(shifts, new Assign.Unknown(field));
      }
    }
    if (!program.has(table) && !missingIsEmpty) {
      missing(shifts);
    }
    if (afterNat) {
      translated(shifts);
    }
    Optional<Clause> gate = first ? program.gate(hook) : Optional.empty();
    legs.add(new Leg(hook, table, shifts, program.at(table, hook), table.equals("nat"), gate));
    program.at(table, hook).ifPresent(code -> mentioned.or(program.mentioned(code)));
    afterNat = entrance && table.equals("nat");
  }

  private void arrive(Hook hook, List<Shift> shifts) {
    switch (hook) {
      case PREROUTING -> {
        always(shifts, new Assign.Constant(OUT, Names.NONE));
        always(shifts, new Assign.Copy(STATE, TRACKED_STATE));
        List<Clause> fromOutside = List.of(Clause.of(IN, notLo));
        shifts.add(new Shift(fromOutside, new Assign.Constant(STATE, INVALID)));
      }
      case OUTPUT -> {
        sent = true;
        always(shifts, new Assign.Constant(REROUTED, 0));
        always(shifts, new Assign.Constant(IN, Names.NONE));
        always(shifts, new Assign.Copy(OUT, ROUTED_OUT));
        always(shifts, new Assign.Constant(STATE, INVALID));
        attached(shifts);
        // only what comes back by lo is translated before its connection is known
        Clause isNew = Clause.of(TRACKED_STATE, IntervalSet.of(NEW));
        shifts.add(new Shift(List.of(isNew), new Assign.Constant(SOURCE_TRANSLATED, 0)));
        shifts.add(new Shift(List.of(isNew), new Assign.Constant(DESTINATION_TRANSLATED, 0)));
      }
      case INPUT -> fleeting(shifts);
      case FORWARD -> {
        fleeting(shifts);
        always(shifts, new Assign.Copy(OUT, ROUTED_OUT));
        always(shifts, new Assign.Mapped(TTL, 255, ttl -> Math.max(0, ttl - 1)));
      }
      case POSTROUTING -> {
        fleeting(shifts);
        always(shifts, new Assign.Copy(OUT, ROUTED_OUT));
        if (sent) {
          Clause rerouted = Clause.of(REROUTED, IntervalSet.of(1));
          shifts.add(new Shift(List.of(rerouted), new Assign.Copy(OUT, OTHER_OUT)));
        }
      }
    }
  }

  /**
   * A refusal of a TCP packet is RELATED from the start (nf_reject_ipv4.c), TEE's copy of a packet
   * is UNTRACKED (nf_dup_ipv4.c).
   */
  private static void attached(List<Shift> shifts) {
    IntervalSet states = IntervalSet.of(RELATED).union(IntervalSet.of(UNTRACKED_STATE));
    List<Clause> attached =
        List.of(Clause.of(ATTACHED, IntervalSet.of(1)), Clause.of(TRACKED_STATE, states));
    shifts.add(new Shift(attached, new Assign.Copy(STATE, TRACKED_STATE)));
  }

  /** What was asked about the packet at another hook need not hold any more. */
  private void fleeting(List<Shift> shifts) {
    program.fields.fleeting().forEach(field -> renew(field, shifts, List.of()));
  }

  /** A field that has been looked at becomes another; the second time, one that is not known. */
  private void renew(int field, List<Shift> shifts, List<Clause> when) {
    if (!mentioned.get(field)) {
      return;
    }
    boolean again = renewed.get(field);
    renewed.set(field);
    // whom it does not happen to goes on with what was looked at
    mentioned.set(field, !when.isEmpty());
    Assign assign =
        again ? new Assign.Unknown(field) : new Assign.Copy(field, program.fields.later(field));
    shifts.add(new Shift(when, assign));
  }

  /** Conntrack: what no rule took out of tracking has its own state from here on. */
  private static void tracked(List<Shift> shifts) {
    Clause tracked = Clause.of(STATE, IntervalSet.of(NEW, INVALID));
    shifts.add(new Shift(List.of(tracked), new Assign.Copy(STATE, TRACKED_STATE)));
  }

  /**
   * Packets of connections that are translated already are so here, and a nat table that is missing
   * may do it.
   */
  private void translated(List<Shift> shifts) {
    boolean known = program.has("nat") || missingIsEmpty;
    IntervalSet states =
        known ? IntervalSet.of(ESTABLISHED, RELATED) : ConnectionTranslator.CONNECTED;
    // what comes back in by lo has been translated on its way out
    List<Clause> when = List.of(Clause.of(STATE, states), Clause.of(IN, notLo));
    shifts.add(new Shift(when, new Assign.Copy(DESTINATION_HIGH, OTHER_DESTINATION_HIGH)));
    shifts.add(new Shift(when, new Assign.Copy(DESTINATION, OTHER_DESTINATION)));
    shifts.add(new Shift(when, new Assign.Copy(DESTINATION_TYPE, OTHER_TYPE)));
    IntervalSet icmp = IntervalSet.of(program.fields.icmp());
    List<Clause> withPorts = new ArrayList<>(when);
    withPorts.add(Clause.of(PROTOCOL, icmp.complement(program.fields.space.greatest(PROTOCOL))));
    shifts.add(new Shift(withPorts, new Assign.Copy(DESTINATION_PORT, OTHER_PORT)));
    program.fields.ofTheDestination().forEach(field -> renew(field, shifts, when));
    if (!known) {
      shifts.add(new Shift(when, new Assign.Copy(DESTINATION_TRANSLATED, LATER_TRANSLATED)));
      for (int field : REPLY_SOURCES) {
        always(shifts, new Assign.Unknown(field));
      }
    }
    if (sent) {
      routedAnew(shifts);
    }
  }

  /**
   * What the host sends is routed anew for each packet of a connection whose packets are sent
   * elsewhere (nf_nat_proto.c): an original one's destination, or an answer's, which was the
   * source. An expected connection's first packet is not: its translation is still to come.
   */
  private void routedAnew(List<Shift> shifts) {
    IntervalSet icmp = IntervalSet.of(program.fields.icmp());
    IntervalSet others = icmp.complement(program.fields.space.greatest(PROTOCOL));
    Clause.Test related = new Clause.Test(STATE, IntervalSet.of(RELATED));
    Clause notExpected = Clause.notAll(List.of(related, new Clause.Test(PROTOCOL, others)));
    for (int translation : new int[] {DESTINATION_TRANSLATED, SOURCE_TRANSLATED}) {
      List<Clause> elsewhere =
          List.of(
              Clause.of(STATE, IntervalSet.of(ESTABLISHED, RELATED)),
              notExpected,
              Clause.of(translation, IntervalSet.of(1)));
      shifts.add(new Shift(elsewhere, new Assign.Constant(REROUTED, 1)));
    }
  }

  /**
   * A table that is not in the file may mark and rewrite: what was known before is not any more.
   */
  private void missing(List<Shift> shifts) {
    for (int field : new int[] {MARK, CONNECTION_MARK, TTL}) {
      renew(field, shifts, List.of());
    }
    program.fields.expressionFields().forEach(field -> renew(field, shifts, List.of()));
  }

  private static void always(List<Shift> shifts, Assign assign) {
    shifts.add(new Shift(List.of(), assign));
  }
}
