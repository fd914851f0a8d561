package dev.fwlint.reach;

import dev.fwlint.model.Hook;
import java.util.List;
import java.util.Optional;

/**
 * A stretch of a packet's way: what changes by itself where it begins, and then the built-in chain
 * of a table.
 *
 * @param shifts changes that every packet undergoes here
 * @param code the chain; nothing where the file's table is missing or there is nothing to pass
 * @param onlyNew whether only packets pass the chain that may start a connection: it is nat's
 * @param gate what routing asks of the packets that it sends here, after the shifts
 */
record Leg(
    Hook hook,
    String table,
    List<Shift> shifts,
    Optional<Code> code,
    boolean onlyNew,
    Optional<Clause> gate) {
  Leg {
    shifts = List.copyOf(shifts);
  }

  /** A change that a packet undergoes that {@code when} holds of. */
  record Shift(List<Clause> when, Assign assign) {}
}
