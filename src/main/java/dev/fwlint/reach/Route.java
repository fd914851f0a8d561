package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.model.Hook;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.Product;
import dev.fwlint.reach.Leg.Shift;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** All that a packet passes on one way to a table at a hook; the last leg is that table's. */
record Route(List<Leg> legs) {
  private static final Map<Hook, List<String>> TABLES =
      Map.of(
          Hook.PREROUTING, List.of("raw", "mangle", "nat"),
          Hook.INPUT, List.of("mangle", "filter", "security", "nat"),
          Hook.FORWARD, List.of("mangle", "filter", "security"),
          Hook.OUTPUT, List.of("raw", "mangle", "nat", "filter", "security"),
          Hook.POSTROUTING, List.of("mangle", "nat"));

  Route {
    legs = List.copyOf(legs);
  }

  Leg last() {
    return legs.getLast();
  }

  /** The ways on which a packet can come to a table at a hook. */
  static List<Route> to(Program program, Hook hook, String table) {
    List<List<Hook>> ways =
        switch (hook) {
          case PREROUTING -> List.of(List.of(Hook.PREROUTING));
          case INPUT -> List.of(List.of(Hook.PREROUTING, Hook.INPUT));
          case FORWARD -> List.of(List.of(Hook.PREROUTING, Hook.FORWARD));
          case OUTPUT -> List.of(List.of(Hook.OUTPUT));
          case POSTROUTING ->
              List.of(
                  // the short one first: most often it settles the matter
                  List.of(Hook.OUTPUT, Hook.POSTROUTING),
                  List.of(Hook.PREROUTING, Hook.FORWARD, Hook.POSTROUTING));
        };
    return ways.stream().map(way -> new Builder(program, table).build(way)).toList();
  }

  /** Puts legs together. */
  private static final class Builder {
    private final Program program;
    private final String target;
    private final List<Leg> legs = new ArrayList<>();

    /** What the tables so far ask about or change. */
    private final BitSet mentioned = new BitSet();

    private boolean afterNat;

    /** Whether the host itself sends the packet. */
    private boolean sent;

    Builder(Program program, String target) {
      this.program = program;
      this.target = target;
    }

    Route build(List<Hook> way) {
      for (Hook hook : way) {
        boolean first = true;
        for (String table : TABLES.getOrDefault(hook, List.of())) {
          leg(hook, table, first);
          first = false;
          if (hook == way.getLast() && table.equals(target)) {
            return new Route(legs);
          }
        }
      }
      throw new IllegalArgumentException("there is no table " + target + " at " + way);
    }

    private void leg(Hook hook, String table, boolean first) {
      List<Shift> shifts = new ArrayList<>();
      if (afterNat) {
        translated(shifts);
        afterNat = false;
      }
      if (first) {
        arrive(hook, shifts);
      }
      boolean entrance = hook == Hook.PREROUTING || hook == Hook.OUTPUT;
      if (entrance && table.equals("mangle")) {
        tracked(shifts);
      }
      if (!program.has(table)) {
        missing(shifts);
      }
      legs.add(new Leg(hook, table, shifts, program.at(table, hook), table.equals("nat")));
      program.at(table, hook).ifPresent(code -> mentioned.or(program.mentioned(code)));
      afterNat = entrance && table.equals("nat");
    }

    private void arrive(Hook hook, List<Shift> shifts) {
      IntervalSet lo = IntervalSet.of(program.fields.names.number("lo"));
      switch (hook) {
        case PREROUTING -> {
          always(shifts, new Assign.Constant(OUT, Names.NONE));
          always(shifts, new Assign.Constant(UNTRACKED, 0));
          always(shifts, new Assign.Copy(STATE, TRACKED_STATE));
          Clause notLo = Clause.of(IN, lo.complement(program.fields.space.greatest(IN)));
          shifts.add(new Shift(List.of(notLo), new Assign.Constant(STATE, INVALID)));
        }
        case OUTPUT -> {
          sent = true;
          always(shifts, new Assign.Constant(REROUTED, 0));
          always(shifts, new Assign.Constant(IN, Names.NONE));
          always(shifts, new Assign.Copy(OUT, ROUTED_OUT));
          always(shifts, new Assign.Constant(UNTRACKED, 0));
          always(shifts, new Assign.Constant(STATE, INVALID));
        }
        case INPUT -> {}
        case FORWARD -> {
          always(shifts, new Assign.Copy(OUT, ROUTED_OUT));
          always(shifts, new Assign.Mapped(TTL, 255, ttl -> Math.max(0, ttl - 1)));
        }
        case POSTROUTING -> {
          always(shifts, new Assign.Copy(OUT, ROUTED_OUT));
          if (sent) {
            Clause rerouted = Clause.of(REROUTED, IntervalSet.of(1));
            shifts.add(new Shift(List.of(rerouted), new Assign.Copy(OUT, OTHER_OUT)));
          }
        }
      }
    }

    /** Conntrack: what no rule took out of tracking has its own state from here on. */
    private void tracked(List<Shift> shifts) {
      Clause untracked = Clause.of(UNTRACKED, IntervalSet.of(1));
      Clause tracked = Clause.of(UNTRACKED, IntervalSet.of(0));
      shifts.add(new Shift(List.of(tracked), new Assign.Copy(STATE, TRACKED_STATE)));
      shifts.add(new Shift(List.of(untracked), new Assign.Constant(STATE, UNTRACKED_STATE)));
      // what comes back in by lo has been tracked on its way out
      Clause lo = Clause.of(IN, IntervalSet.of(program.fields.names.number("lo")));
      shifts.add(new Shift(List.of(lo), new Assign.Copy(STATE, TRACKED_STATE)));
    }

    /**
     * Packets of connections that are translated already are so here, and a nat table that is
     * missing may do it.
     */
    private void translated(List<Shift> shifts) {
      IntervalSet old = IntervalSet.of(ESTABLISHED, RELATED);
      List<Clause> when = program.has("nat") ? List.of(Clause.of(TRACKED_STATE, old)) : List.of();
      shifts.add(new Shift(when, new Assign.Copy(DESTINATION_HIGH, OTHER_DESTINATION_HIGH)));
      shifts.add(new Shift(when, new Assign.Copy(DESTINATION, OTHER_DESTINATION)));
      shifts.add(new Shift(when, new Assign.Copy(DESTINATION_PORT, OTHER_PORT)));
      shifts.add(new Shift(when, new Assign.Copy(DESTINATION_TYPE, OTHER_TYPE)));
    }

    /**
     * A table that is not in the file may mark and rewrite: what was known before is not any more.
     */
    private void missing(List<Shift> shifts) {
      for (int field : new int[] {MARK, CONNECTION_MARK, TTL}) {
        if (mentioned.get(field)) {
          always(shifts, new Assign.Unknown(field));
        }
      }
    }

    private static void always(List<Shift> shifts, Assign assign) {
      shifts.add(new Shift(List.of(), assign));
    }
  }

  /**
   * The packets as they set out that may be in {@code arrived} at the last leg, if no rule changes
   * them.
   */
  List<Product> origins(Product arrived) {
    List<Product> boxes = List.of(arrived);
    for (Leg leg : legs.reversed()) {
      for (Shift shift : leg.shifts().reversed()) {
        if (concerns(shift, boxes)) {
          boxes = boxes.stream().flatMap(box -> before(shift, box).stream()).toList();
        }
      }
    }
    return boxes;
  }

  private static boolean concerns(Shift shift, List<Product> boxes) {
    for (Product box : boxes) {
      if (shift.assign().concerns(box)) {
        return true;
      }
    }
    return false;
  }

  private static List<Product> before(Shift shift, Product box) {
    Assign assign = shift.assign();
    if (!assign.concerns(box)) {
      return List.of(box);
    }
    List<Product> result = new ArrayList<>();
    if (!shift.when().isEmpty()) {
      Clause.Test test = shift.when().getFirst().tests().getFirst();
      long greatest = box.space().greatest(test.field());
      result.add(box.with(test.field(), test.values().complement(greatest)));
    }
    boolean never =
        assign instanceof Assign.Constant to && !box.set(to.field()).contains(to.value());
    if (!never) {
      Product before = assign.before(box);
      for (Clause clause : shift.when()) {
        Clause.Test test = clause.tests().getFirst();
        before = before.with(test.field(), test.values());
      }
      result.add(before);
    }
    return result.stream().filter(product -> !product.isEmpty()).toList();
  }
}
