package dev.fwlint.docker;

import dev.fwlint.model.Action;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Network;
import dev.fwlint.model.Step;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Collects the bridges that Docker's rules speak of. A name alone makes no bridge: any name can be
 * given to one.
 */
final class BridgeFinder {
  private final Firewall firewall;
  private final Map<String, Set<Network>> subnets = new LinkedHashMap<>();
  private final Set<String> internal = new HashSet<>();

  BridgeFinder(Firewall firewall) {
    this.firewall = firewall;
  }

  List<Bridge> bridges() {
    isolation();
    dispatch();
    nat();
    return subnets.entrySet().stream()
        .map(e -> new Bridge(e.getKey(), List.copyOf(e.getValue()), internal.contains(e.getKey())))
        .toList();
  }

  private void isolation() {
    firewall
        .steps("filter", "DOCKER-ISOLATION-STAGE-1")
        .filter(step -> Shapes.in(step).isPresent() && Shapes.in(step).equals(Shapes.notOut(step)))
        .forEach(step -> add(Shapes.in(step)));
    Stream.of("DOCKER-ISOLATION", "DOCKER-ISOLATION-STAGE-1", "DOCKER-INTERNAL")
        .flatMap(chain -> firewall.steps("filter", chain))
        .filter(Shapes::drops)
        .forEach(step -> {
          inside(Shapes.in(step), Shapes.network(step, End.DESTINATION, true));
          inside(Shapes.out(step), Shapes.network(step, End.SOURCE, true));
        });
    firewall
        .steps("filter", "DOCKER-ISOLATION")
        .filter(step -> Shapes.drops(step) && Shapes.in(step).isPresent())
        .filter(step -> Shapes.out(step).isPresent())
        .forEach(step -> {
          add(Shapes.in(step));
          add(Shapes.out(step));
        });
  }

  private void dispatch() {
    Stream.of("FORWARD", "DOCKER-FORWARD", "DOCKER-BRIDGE")
        .flatMap(chain -> firewall.steps("filter", chain))
        .filter(step -> Shapes.jumpsTo(step, "DOCKER"))
        .forEach(step -> add(Shapes.out(step)));
    firewall.steps("filter", "DOCKER-CT").forEach(step -> add(Shapes.out(step)));
    // 28 and later: what comes from elsewhere to a bridge is dropped, or accepted for
    // nat-unprotected
    firewall
        .steps("filter", "DOCKER")
        .filter(step -> Shapes.out(step).isPresent() && Shapes.out(step).equals(Shapes.notIn(step)))
        .forEach(step -> add(Shapes.out(step)));
  }

  private void nat() {
    firewall
        .steps("nat", "DOCKER")
        .filter(step -> step.action() instanceof Action.Return)
        .filter(step -> Shapes.network(step, End.DESTINATION, false).isEmpty()) // WSL's loopback0
        .forEach(step -> add(Shapes.in(step)));
    if (firewall.chain("nat", "DOCKER").isEmpty()) {
      return;
    }
    for (Step step : firewall.steps("nat", "POSTROUTING").filter(Shapes::hidesSource).toList()) {
      Optional<Network> subnet = Shapes.network(step, End.SOURCE, false);
      if (subnet.isPresent()) {
        Shapes.notOut(step).ifPresent(bridge -> subnets(bridge).add(subnet.get()));
      }
    }
  }

  /**
   * An internal network: whatever leaves its bridge for elsewhere, or comes from elsewhere, is
   * dropped.
   */
  private void inside(Optional<String> bridge, Optional<Network> subnet) {
    if (bridge.isPresent() && subnet.isPresent()) {
      subnets(bridge.get()).add(subnet.get());
      internal.add(bridge.get());
    }
  }

  private void add(Optional<String> bridge) {
    bridge.ifPresent(this::subnets);
  }

  private Set<Network> subnets(String bridge) {
    return subnets.computeIfAbsent(bridge, name -> new LinkedHashSet<>());
  }
}
