package dev.fwlint.model;

import dev.fwlint.ast.Family;
import java.util.List;
import java.util.Set;

/**
 * A host's own addresses and its routes: what the kernel's local table and main table hold.
 *
 * @param addresses those of all interfaces, in the order in which ip lists them
 * @param own what the local table has, in no order; of several networks that hold an address the
 *     longest prefix decides
 * @param routes the main table, those that are asked first coming first: longer prefixes, then
 *     lower metrics
 * @param addressed the families whose addresses are known; {@code own} has them all
 * @param routed the families whose routes are known; {@code routes} has them all
 */
public record Host(
    List<Assigned> addresses,
    List<Own> own,
    List<HostRoute> routes,
    Set<Family> addressed,
    Set<Family> routed) {
  public Host {
    addresses = List.copyOf(addresses);
    own = List.copyOf(own);
    routes = List.copyOf(routes);
    addressed = Set.copyOf(addressed);
    routed = Set.copyOf(routed);
  }

  /**
   * An address of an interface.
   *
   * @param global whether it is the first of its subnet and may be shown to the world
   */
  public record Assigned(Address address, String device, boolean global) {}

  /**
   * An entry of the local table.
   *
   * @param type the address type that addrtype knows it by, such as {@code LOCAL}
   * @param device the interface that has it
   * @param sure whether every kernel has it: the first address of a subnet is a broadcast address
   *     up to Linux 5.13 alone, and an address may still be on trial
   */
  public record Own(Network network, String type, String device, boolean sure) {
    public boolean isLocal() {
      return type.equals(LOCAL);
    }
  }

  /** The type of the host's own addresses. */
  public static final String LOCAL = "LOCAL";

  /** The type of the addresses that all hosts of a subnet listen to. */
  public static final String BROADCAST = "BROADCAST";

  /** Whether all addresses of a family are known. */
  public boolean knowsAddresses(Family family) {
    return addressed.contains(family);
  }

  /** The entries of the local table of one family; none where they are not known. */
  public List<Own> own(Family family) {
    return own.stream().filter(entry -> entry.network().base().family() == family).toList();
  }

  /** The routes of one family, in their order. */
  public List<HostRoute> routes(Family family) {
    return routes.stream().filter(route -> route.network().base().family() == family).toList();
  }
}
