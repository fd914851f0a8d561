package dev.fwlint.model;

import java.util.Optional;

/**
 * What is known besides the ruleset. It is taken as the truth.
 *
 * @param host the addresses and routes of the host that the ruleset is for
 * @param sets all its IP sets
 */
public record Facts(Optional<Host> host, Optional<IpSets> sets) {
  /** That nothing is known. */
  public static final Facts NONE = new Facts(Optional.empty(), Optional.empty());

  /** The same, with the sets as what a ruleset does to them leaves them. */
  Facts withSets(Optional<IpSets> other) {
    return new Facts(host, other);
  }
}
