package dev.fwlint.docker;

import dev.fwlint.docker.Bridge.Gateway;
import dev.fwlint.model.Action;
import dev.fwlint.model.Address;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Network;
import dev.fwlint.model.Range;
import dev.fwlint.model.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the published ports off the rules that translate them, or let them in. */
final class PublishedPorts {
  private final Subnets subnets = new Subnets();
  private final Map<Address, String> accepted = new HashMap<>();

  private PublishedPorts(Firewall firewall, List<Bridge> bridges) {
    bridges.forEach(bridge -> bridge.subnets().forEach(net -> subnets.add(net, bridge.name())));
    for (Step step : firewall.steps("filter", "DOCKER").toList()) {
      Optional<Network> to = Shapes.network(step, End.DESTINATION, false);
      Optional<String> out = Shapes.out(step);
      if (to.isPresent() && out.isPresent()) {
        accepted.putIfAbsent(to.get().base(), out.get());
      }
    }
  }

  /**
   * All of them, in the order of the file; one whose container is on no known bridge is left out.
   */
  static List<PublishedPort> of(Firewall firewall, List<Bridge> bridges) {
    PublishedPorts ports = new PublishedPorts(firewall, bridges);
    return Stream.of("DOCKER", "DOCKER-INGRESS")
        .flatMap(chain -> firewall.steps("nat", chain))
        .flatMap(step -> ports.published(step).stream())
        .toList();
  }

  /** The ports of routed networks. */
  static List<RoutedPort> routed(Firewall firewall, List<Bridge> bridges) {
    Set<String> routed =
        bridges.stream()
            .filter(bridge -> bridge.gateway().equals(Optional.of(Gateway.ROUTED)))
            .map(Bridge::name)
            .collect(Collectors.toSet());
    return firewall
        .steps("filter", "DOCKER")
        .filter(step -> Shapes.accepts(step) && Shapes.in(step).isEmpty())
        .filter(step -> Shapes.out(step).filter(routed::contains).isPresent())
        .flatMap(step -> letIn(step).stream())
        .toList();
  }

  private static Optional<RoutedPort> letIn(Step step) {
    Optional<String> bridge = Shapes.out(step);
    Optional<Address> container = Shapes.host(step, End.DESTINATION);
    Optional<Integer> protocol = Shapes.protocol(step);
    Optional<Integer> port = Shapes.port(step);
    if (bridge.isEmpty() || container.isEmpty() || protocol.isEmpty() || port.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new RoutedPort(bridge.get(), container.get(), protocol.get(), port.get(), step));
  }

  private Optional<PublishedPort> published(Step step) {
    if (!(step.action() instanceof Action.Rewrite to)
        || to.end() != End.DESTINATION
        || to.addresses().isEmpty()) {
      return Optional.empty();
    }
    Address container = to.addresses().get().from();
    Optional<Integer> protocol = Shapes.protocol(step);
    Optional<Integer> port = Shapes.port(step);
    Optional<String> bridge = bridge(step, container);
    if (protocol.isEmpty() || port.isEmpty() || bridge.isEmpty()) {
      return Optional.empty();
    }
    int containerPort = to.ports().map(Range::from).map(Long::intValue).orElse(port.get());
    Optional<Address> host = Shapes.network(step, End.DESTINATION, false).map(Network::base);
    return Optional.of(
        new PublishedPort(
            host, protocol.get(), port.get(), container, containerPort, bridge.get(), step));
  }

  private Optional<String> bridge(Step step, Address container) {
    return Shapes.notIn(step)
        .or(() -> Optional.ofNullable(accepted.get(container)))
        .or(() -> subnets.bridge(container));
  }
}
