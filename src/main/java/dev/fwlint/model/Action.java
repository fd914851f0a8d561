package dev.fwlint.model;

import java.util.List;
import java.util.Optional;

/** What a step does with a packet that it takes. */
public sealed interface Action {
  /** Ends the way through this table, or ends the packet. */
  record Decide(Verdict verdict, String target) implements Action {}

  /** {@code RETURN}. */
  record Return() implements Action {}

  /**
   * {@code -j CHAIN} and {@code -g CHAIN}: what comes back from a goto goes on where the last jump
   * was made.
   */
  record Jump(String chain, boolean goesTo) implements Action {}

  /**
   * Goes on with the next step: no target at all, or a target that only looks ({@code LOG}, {@code
   * NFLOG}).
   */
  record Continue(String target) implements Action {}

  /** {@code MARK}: {@code mark = (mark & ~clear) ^ toggle}. */
  record SetMark(long clear, long toggle) implements Action {}

  /** {@code CONNMARK --set-xmark}: {@code ctmark = (ctmark & ~clear) ^ toggle}. */
  record SetConnMark(long clear, long toggle) implements Action {}

  /** {@code CONNMARK --save-mark}: {@code ctmark = (ctmark & ~ctMask) ^ (mark & nfMask)}. */
  record SaveMark(long nfMask, long ctMask) implements Action {}

  /** {@code CONNMARK --restore-mark}: {@code mark = (mark & ~nfMask) ^ (ctmark & ctMask)}. */
  record RestoreMark(long nfMask, long ctMask) implements Action {}

  /**
   * {@code DNAT} and {@code SNAT}. Ends the way through the nat table.
   *
   * @param addresses the address range to rewrite to; nothing where only the port is rewritten
   * @param basePort where the port's offset in a range of ports is counted from (DNAT's third
   *     number)
   * @param random {@code --random} or {@code --random-fully}: the port is any of the range
   */
  record Rewrite(
      Condition.End end,
      Optional<AddressRange> addresses,
      Optional<Range> ports,
      Optional<Integer> basePort,
      boolean random)
      implements Action {}

  /** {@code REDIRECT}: to the host itself. */
  record Redirect(Optional<Range> ports, boolean random) implements Action {}

  /** {@code MASQUERADE}. */
  record Masquerade(Optional<Range> ports, boolean random) implements Action {}

  /** {@code NETMAP}: the network's bits, the rest of the address as it was. */
  record Netmap(Network network) implements Action {}

  /** {@code NOTRACK} and {@code CT --notrack}. */
  record Untrack() implements Action {}

  /**
   * {@code CT} with a zone, a helper or the like: the packet passes the rest of raw with a
   * template's connection.
   */
  record Template() implements Action {}

  /** {@code TTL} and {@code HL}. */
  record SetTtl(Kind kind, int value) implements Action {
    /** What is done with the value. */
    public enum Kind {
      SET,
      INCREASE,
      DECREASE
    }
  }

  /**
   * A target that goes on, and changes something of the packet that other matches may read and that
   * is not modelled.
   */
  record Change(String target, List<String> changes) implements Action {}

  /** A target whose verdict is not known. */
  record Unknown(String target) implements Action {}

  /** The addresses from one to another, both included. */
  record AddressRange(Address from, Address to) {}
}
