package dev.fwlint.trace;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;
import dev.fwlint.model.Host;
import dev.fwlint.model.Host.Own;
import dev.fwlint.model.HostRoute;
import dev.fwlint.model.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The host that packets come to, as far as it is known. */
final class Home {
  /** What every host has. */
  private static final List<Own> LOOPBACK =
      List.of(
          own("127.0.0.0/8", Host.LOCAL),
          own("127.255.255.255", Host.BROADCAST),
          own("::1", Host.LOCAL));

  private final Optional<Host> host;
  private final List<Own> table;

  Home(Optional<Host> host) {
    this.host = host;
    table =
        Stream.concat(host.stream().flatMap(known -> known.own().stream()), LOOPBACK.stream())
            .toList();
  }

  private static Own own(String network, String type) {
    return new Own(Network.parse(network).orElseThrow(), type, "lo", true);
  }

  boolean knowsAddresses(Family family) {
    return host.filter(known -> known.knowsAddresses(family)).isPresent();
  }

  /** All routes of a family, where they are known. */
  Optional<List<HostRoute>> routes(Family family) {
    return host.filter(known -> known.routed().contains(family)).map(known -> known.routes(family));
  }

  /**
   * The entries of the local table that may decide about an address, those behind one that is not
   * sure among them; none where no entry need hold it.
   */
  List<Own> entries(Address address) {
    List<Own> found = new ArrayList<>();
    int shortest = 0;
    List<Own> holding =
        table.stream()
            .filter(entry -> entry.network().contains(address))
            .sorted((a, b) -> b.network().bits() - a.network().bits())
            .toList();
    for (Own entry : holding) {
      if (entry.network().bits() >= shortest) {
        found.add(entry);
        shortest = entry.sure() ? entry.network().bits() : shortest;
      }
    }
    return found;
  }

  /** The addresses of an interface, in their order. */
  List<Address> of(String device, Family family) {
    return host.stream()
        .flatMap(known -> known.addresses().stream())
        .filter(address -> address.device().equals(device))
        .map(Host.Assigned::address)
        .filter(address -> address.family() == family)
        .toList();
  }

  /** The address that the host shows to itself where an interface has none for that. */
  Optional<Address> shown(Family family) {
    return host.stream()
        .flatMap(known -> known.addresses().stream())
        .filter(address -> address.global() && address.address().family() == family)
        .map(Host.Assigned::address)
        .findFirst();
  }
}
