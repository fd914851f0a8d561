package dev.fwlint.extension;

import dev.fwlint.ast.Family;
import java.util.Set;

/**
 * What of a rule a value's meaning hangs on: what stood before it, for iptables reads from left to
 * right.
 *
 * @param protocol the protocol {@code -p} gave so far, 0 for none
 * @param negated whether that was {@code ! -p}
 */
public record Scope(Family family, int protocol, boolean negated) {
  /** Before any {@code -p}. */
  public static Scope of(Family family) {
    return new Scope(family, 0, false);
  }

  /** Whether only packets of one of these protocols get here. */
  boolean isOneOf(Set<Integer> protocols) {
    return !negated && protocols.contains(protocol);
  }
}
