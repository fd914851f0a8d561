package dev.fwlint.model;

import java.util.List;
import java.util.Optional;

/**
 * What is known of a host beside its ruleset, from whom asks. It is taken as the truth.
 *
 * @param host its addresses and routes
 * @param sets all its IP sets
 * @param networks those of Docker's that have a bridge
 */
public record Facts(Optional<Host> host, Optional<IpSets> sets, List<KnownNetwork> networks) {
  /** Nothing is. */
  public static final Facts NONE = new Facts(Optional.empty(), Optional.empty(), List.of());

  public Facts {
    networks = List.copyOf(networks);
  }

  /** The same, with the sets as what a ruleset does to them leaves them. */
  public Facts withSets(Optional<IpSets> other) {
    return new Facts(host, other, networks);
  }
}
