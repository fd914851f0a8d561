package dev.fwlint.reach;

import dev.fwlint.reach.Clause.Test;
import java.util.List;

/**
 * Which packets a set holds: those of the certain boxes in any case, of all others at most those of
 * the possible ones.
 */
record Membership(List<List<Test>> certain, List<List<Test>> possible) {
  /** A box without a test holds every packet. */
  private static final List<List<Test>> ALL = List.of(List.of());

  /** That nothing is known. */
  static final Membership UNKNOWN = new Membership(List.of(), ALL);

  /** That it holds no packet. */
  static final Membership NONE = new Membership(List.of(), List.of());

  Membership {
    certain = List.copyOf(certain);
    possible = List.copyOf(possible);
  }

  boolean isExact() {
    return certain.equals(possible);
  }

  /** Whether it says something of some packets, and leaves open what others are. */
  boolean isPartial() {
    return !isExact() && !(certain.isEmpty() && possible.equals(ALL));
  }

  /** The same of a set that more may come into, or that may lose some. */
  Membership changed(boolean grows, boolean shrinks) {
    return new Membership(shrinks ? List.of() : certain, grows ? ALL : possible);
  }
}
