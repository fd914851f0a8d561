package dev.fwlint.reach;

/** Something that happened to a packet on its way, with the state it was in before. */
sealed interface Event {
  /** A change by itself, where {@code applied}. */
  record Shifted(Leg.Shift shift, boolean applied, State before) implements Event {}

  /** A leg began, and the packet passed its chain or not. */
  record Began(Leg leg, boolean passed, State state) implements Event {}

  /** Routing sent the packet elsewhere. */
  record Diverted(Clause gate, State state) implements Event {}

  /** The steps from one place up to another did not take the packet. */
  record Scanned(Frame frame, int from, int to, State state) implements Event {}

  /** A step changed the packet. */
  record Changed(Frame frame, Op op, State before) implements Event {}

  /** A step led into another chain. */
  record Entered(Frame frame, State state) implements Event {}

  /** A step ended a chain, or the table, before its end. */
  record Left(Frame frame, Op op, State state) implements Event {}
}
