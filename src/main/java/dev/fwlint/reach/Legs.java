package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.packets.IntervalSet;
import java.util.List;

/** What decides whether a leg is passed. */
final class Legs {
  private Legs() {}

  /**
   * Nat's chains see a packet that may start a connection, and none that comes back by lo
   * (nf_nat_core.c). An ICMP error is RELATED, too, and does not pass.
   */
  static List<Clause> startsConnection(Fields fields) {
    IntervalSet lo = IntervalSet.of(fields.names.number("lo"));
    return List.of(
        Clause.of(STATE, IntervalSet.of(NEW).union(IntervalSet.of(RELATED))),
        Clause.notAll(
            List.of(
                new Clause.Test(STATE, IntervalSet.of(RELATED)),
                new Clause.Test(PROTOCOL, IntervalSet.of(fields.icmp())))),
        Clause.of(IN, lo.complement(fields.space.greatest(IN))));
  }
}
