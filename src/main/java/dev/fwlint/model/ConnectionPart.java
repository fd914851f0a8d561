package dev.fwlint.model;

import java.util.List;
import java.util.Set;

/** One question of {@code -m conntrack}; iptables-extensions(8), "conntrack". */
public sealed interface ConnectionPart {
  boolean negated();

  /** {@code --ctstate} and {@code --state}. */
  record States(Set<ConnState> states, boolean negated) implements ConnectionPart {}

  /** {@code --ctproto}. */
  record Protocol(int number, boolean negated) implements ConnectionPart {}

  /** {@code --ctorigsrc} and its three siblings. */
  record InNetwork(boolean original, Condition.End end, Network network, boolean negated)
      implements ConnectionPart {}

  /** {@code --ctorigsrcport} and its three siblings. */
  record Port(boolean original, Condition.End end, Range ports, boolean negated)
      implements ConnectionPart {}

  /** {@code --ctdir}; {@code original} or reply. */
  record Direction(boolean original, boolean negated) implements ConnectionPart {}

  /**
   * {@code --ctstatus}: the bits of {@code NONE, EXPECTED, SEEN_REPLY, ASSURED, CONFIRMED} by name.
   */
  record Status(Set<String> statuses, boolean negated) implements ConnectionPart {}

  /** {@code --ctexpire}: seconds; hangs on time. */
  record Expiry(List<Range> seconds, boolean negated) implements ConnectionPart {}
}
