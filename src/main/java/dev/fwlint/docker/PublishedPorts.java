package dev.fwlint.docker;

import dev.fwlint.model.Action;
import dev.fwlint.model.Address;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Network;
import dev.fwlint.model.Range;
import dev.fwlint.model.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the published ports off the rules that translate them. */
public final class PublishedPorts {
  private final List<Bridge> bridges;
  private final Map<Address, String> accepted = new HashMap<>();

  private PublishedPorts(Firewall firewall, List<Bridge> bridges) {
    this.bridges = bridges;
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
  public static List<PublishedPort> of(Firewall firewall, List<Bridge> bridges) {
    PublishedPorts ports = new PublishedPorts(firewall, bridges);
    return Stream.of("DOCKER", "DOCKER-INGRESS")
        .flatMap(chain -> firewall.steps("nat", chain))
        .flatMap(step -> ports.published(step).stream())
        .toList();
  }

  private Optional<PublishedPort> published(Step step) {
    if (!(step.action() instanceof Action.Rewrite to)
        || to.end() != End.DESTINATION
        || to.addresses().isEmpty()) {
      return Optional.empty();
    }
    Address container = to.addresses().get().from();
    Optional<Integer> protocol =
        Shapes.conditions(step, Condition.Protocol.class)
            .filter(is -> !is.negated())
            .map(Condition.Protocol::number)
            .findFirst();
    Optional<Integer> port =
        Shapes.conditions(step, Condition.Port.class)
            .filter(is -> is.end() == End.DESTINATION && !is.negated())
            .map(is -> (int) is.ports().getFirst().from())
            .findFirst();
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
        .or(() ->
            bridges.stream()
                .filter(b -> b.subnets().stream().anyMatch(net -> net.contains(container)))
                .map(Bridge::name)
                .findFirst());
  }
}
