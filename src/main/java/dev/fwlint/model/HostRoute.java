package dev.fwlint.model;

import java.util.List;

/**
 * A route of the main table.
 *
 * @param kind what becomes of the packets that it takes
 * @param metric of equal prefixes the lower one goes first
 * @param devices where it leads; of several the kernel takes one by a hash, and none where the kind
 *     has none
 * @param certain whether it takes all packets to its network: one with a type of service takes some
 */
public record HostRoute(
    Network network, Kind kind, long metric, List<String> devices, boolean certain) {
  public HostRoute {
    devices = List.copyOf(devices);
  }

  /** What a route does: ip-route(8), "TYPE". */
  public enum Kind {
    /** Sends packets out. */
    UNICAST,
    /** Keeps them on the host. */
    LOCAL,
    /** Drops them: blackhole, unreachable and prohibit differ only in whom they tell. */
    NONE,
    /** Has the table left, as if no route were there. */
    THROW
  }
}
