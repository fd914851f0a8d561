package dev.fwlint.model;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Host.Own;
import java.util.ArrayList;
import java.util.List;

/** What the kernel puts into its local table for an address (net/ipv4/fib_frontend.c). */
final class LocalTable {
  /** The longest prefix whose subnet has a broadcast address. */
  private static final int LONGEST = 30;

  private LocalTable() {}

  static List<Own> entries(Link link, LinkAddress address) {
    boolean sure = address.sure && !link.enslaved;
    List<Own> entries = new ArrayList<>();
    Address local = address.local();
    entries.add(new Own(host(local), Host.LOCAL, link.name, sure));
    if (link.isUp()) {
      if (local.family() == Family.IPV4) {
        v4(link, address, sure, entries);
      } else {
        v6(link, address, entries);
      }
    }
    return entries;
  }

  private static void v4(Link link, LinkAddress address, boolean sure, List<Own> entries) {
    address
        .broadcast
        .filter(to -> to.family() == Family.IPV4)
        .ifPresent(to -> entries.add(new Own(host(to), Host.BROADCAST, link.name, sure)));
    Network network = address.network();
    if (network.base().low() == 0) {
      return;
    }
    if (link.isLoopback() && address.prefixRoute) {
      entries.add(new Own(network, Host.LOCAL, link.name, sure));
    }
    if (address.length <= LONGEST) {
      entries.add(new Own(host(last(network)), Host.BROADCAST, link.name, sure));
      // up to Linux 5.13; the host's own address is more than that where it is the same
      if (!network.base().equals(address.local())) {
        entries.add(new Own(host(network.base()), Host.BROADCAST, link.name, false));
      }
    }
  }

  /** A router answers to the first address of each subnet (RFC 4291, section 2.6.1). */
  private static void v6(Link link, LinkAddress address, List<Own> entries) {
    boolean subnet = address.length < 127 && !link.isLoopback();
    if (subnet && !address.network().base().equals(address.local())) {
      entries.add(new Own(host(address.network().base()), "ANYCAST", link.name, false));
    }
  }

  private static Network host(Address address) {
    return Network.of(address, 8 * address.bytes().length);
  }

  private static Address last(Network network) {
    long hosts = ~network.mask().low() & 0xffff_ffffL;
    return new Address(Family.IPV4, 0, network.base().low() | hosts);
  }
}
