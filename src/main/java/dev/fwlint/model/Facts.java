package dev.fwlint.model;

import java.util.List;

/**
 * What is known of a host beside its ruleset, from whom asks.
 *
 * @param networks those of Docker's that have a bridge
 */
public record Facts(List<KnownNetwork> networks) {
  /** Nothing is. */
  public static final Facts NONE = new Facts(List.of());

  public Facts {
    networks = List.copyOf(networks);
  }
}
