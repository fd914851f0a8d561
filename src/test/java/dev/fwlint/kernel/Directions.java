package dev.fwlint.kernel;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;
import dev.fwlint.model.Network;
import dev.fwlint.model.Packet;
import dev.fwlint.model.Packet.Way;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What {@code ip} must be told for one packet: every line adds something. */
final class Directions {
  /** The interface that everything leaves by that no route is told for. */
  static final String OTHERWISE = "eth0";

  /** The routing table of what is given, which is asked before that of the local addresses. */
  private static final String GIVEN = "1000";

  private final Links links;
  private final Packet packet;
  private final Address sentTo;
  private final boolean v4;
  private final Set<String> lines = new LinkedHashSet<>();

  /** How a packet is led that is sent to this destination first. */
  Directions(Links links, Packet packet, Address sentTo) {
    this.links = links;
    this.packet = packet;
    this.sentTo = sentTo;
    this.v4 = packet.source().family() == Family.IPV4;
  }

  Set<String> lines() {
    if (packet.hook() != Way.OUTPUT) {
      silence();
    }
    switch (packet.hook()) {
      case ARRIVE -> {}
      case FORWARD -> given("iif " + packet.in(), "default dev " + packet.out());
      case INPUT -> given("iif " + packet.in(), "local default dev " + home());
      case OUTPUT -> given("iif lo to " + sentTo, outward());
    }
    addresses();
    if (packet.hook() == Way.ARRIVE || packet.hook() == Way.OUTPUT) {
      routes();
    }
    return lines;
  }

  /**
   * What this host sends of itself finds no route, so no answer to the packet gets as far as
   * OUTPUT. In IPv6, {@code -m addrtype} asks for routes as if it sent, and must find the local
   * ones.
   */
  private void silence() {
    lines.add("rule add pref " + (v4 ? 5 : 30) + " iif lo blackhole");
  }

  private void given(String selector, String route) {
    lines.add("rule add pref 10 " + selector + " lookup " + GIVEN);
    lines.add("route add " + route + " table " + GIVEN);
  }

  private String outward() {
    boolean here = packet.out().equals(Links.LO) && sentTo.equals(packet.destination());
    return (here ? "local default dev " : "default dev ") + packet.out();
  }

  /** Where the destination is at home: a link-local address is that of an interface. */
  private String home() {
    boolean onLink = packet.hook() != Way.OUTPUT && Addresses.isLinkLocal(packet.destination());
    return onLink ? packet.in() : Links.LO;
  }

  private void addresses() {
    Set<Address> local = local();
    for (String name : links.names()) {
      Address address = addressOf(name, local);
      local.remove(address);
      lines.add("addr add %s%s dev %s".formatted(address, v4 ? "/32" : "/128 nodad", name));
    }
    for (Address own : local) {
      String home = own.equals(packet.destination()) ? home() : Links.LO;
      lines.add("route add local %s dev %s table local".formatted(own, home));
    }
  }

  /**
   * An interface needs an address for MASQUERADE. That of the one that the packet comes in by is
   * where REDIRECT leads: the destination if it is the host's own, else another of the host's own.
   */
  private Address addressOf(String name, Set<Address> local) {
    // in IPv6, an address that is added is one a while later only
    if (!v4 || !name.equals(packet.in()) || local.isEmpty()) {
      return links.ownAddress(name);
    }
    boolean reached = local.contains(packet.destination());
    return reached ? packet.destination() : local.iterator().next();
  }

  private Set<Address> local() {
    Set<Address> local = new LinkedHashSet<>(packet.local());
    if (packet.hook() == Way.INPUT) {
      local.add(packet.destination());
    } else if (packet.hook() == Way.OUTPUT) {
      local.add(packet.source());
    }
    local.removeIf(address -> Addresses.isLoopback(address) || Addresses.isGroup(address));
    return local;
  }

  private void routes() {
    Set<Network> told = new HashSet<>();
    boolean everything = false;
    for (Packet.Route route : packet.routes().orElse(List.of())) {
      Network network = route.network();
      // of two routes to one network, the first holds
      if (told.add(network)) {
        lines.add("route add %s/%d dev %s".formatted(network.base(), network.bits(), route.out()));
        everything |= network.bits() == 0;
      }
    }
    if (!everything) {
      boolean asGiven = packet.hook() == Way.OUTPUT && !packet.out().equals(Links.LO);
      String out = asGiven ? packet.out() : OTHERWISE;
      lines.add("route add default dev " + out);
    }
  }
}
