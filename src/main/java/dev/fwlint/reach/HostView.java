package dev.fwlint.reach;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Action;
import dev.fwlint.model.Address;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Host;
import dev.fwlint.model.HostRoute;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a firewall's host tells of where packets go. */
public final class HostView {
  private final Family family;
  private final Optional<Host> host;

  private HostView(Firewall firewall) {
    family = firewall.family();
    host = firewall.facts().host();
  }

  public static HostView of(Firewall firewall) {
    return new HostView(firewall);
  }

  /** The types of addresses; nothing where not all addresses of the host are known. */
  Optional<HostTypes> types() {
    return host.filter(known -> known.knowsAddresses(family))
        .map(known -> new HostTypes(known, family));
  }

  /**
   * Whether rules may have packets delivered to the host whatever their address is: TPROXY and
   * sockets go with routes of another table.
   */
  static boolean divertsPackets(Firewall firewall) {
    return firewall
        .steps()
        .anyMatch(step ->
            step.action() instanceof Action.Unknown target && target.target().equals("TPROXY")
                || step.conditions().stream()
                    .anyMatch(condition ->
                        condition instanceof Condition.Unknown asked
                            && asked.module().equals("socket")));
  }

  /** The interface that leads to an address; nothing where no route is known that does. */
  public Optional<String> wayTo(Address address) {
    return host.stream()
        .flatMap(known -> known.routes(family).stream())
        .filter(route -> route.network().contains(address))
        .findFirst()
        .filter(route -> route.kind() == HostRoute.Kind.UNICAST && route.certain())
        .map(route -> route.devices().getFirst());
  }

  /** The interface of the default route. */
  public Optional<String> outside() {
    return host.stream()
        .flatMap(known -> known.routes(family).stream())
        .filter(route -> route.network().bits() == 0 && !route.devices().isEmpty())
        .map(route -> route.devices().getFirst())
        .findFirst();
  }

  /** The host's own addresses, those of lo aside; none where they are not known. */
  public List<Address> addresses() {
    return host.stream()
        .flatMap(known -> known.addresses().stream())
        .filter(own -> own.address().family() == family && !own.device().equals("lo"))
        .map(Host.Assigned::address)
        .distinct()
        .toList();
  }

  /** The host's addresses for the world by an interface; none where they are not known. */
  public List<Address> addresses(String device) {
    return host.stream()
        .flatMap(known -> known.addresses().stream())
        .filter(address -> address.global() && address.address().family() == family)
        .filter(address -> address.device().equals(device))
        .map(Host.Assigned::address)
        .toList();
  }

  /** The interfaces that there are, those of default routes first. */
  Stream<String> devices() {
    return Stream.concat(
        outside().stream(),
        host.stream()
            .flatMap(known -> known.addresses().stream())
            .map(Host.Assigned::device)
            .filter(name -> !name.equals("lo")));
  }
}
