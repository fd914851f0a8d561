package dev.fwlint.docker;

import dev.fwlint.ast.Family;
import dev.fwlint.docker.Bridge.Gateway;
import dev.fwlint.docker.Bridge.Hiding;
import dev.fwlint.model.Address;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.KnownNetwork;
import dev.fwlint.model.Network;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Completes what the rules tell of bridges with what {@code docker network inspect} says. What the
 * rules do stands; a network without rules is one all the same.
 */
final class Inspected {
  private static final String OPTION = "com.docker.network.";

  private final Family family;

  private Inspected(Family family) {
    this.family = family;
  }

  static List<Bridge> complete(List<Bridge> told, Firewall firewall) {
    Inspected inspected = new Inspected(firewall.family());
    Map<String, KnownNetwork> known =
        firewall.facts().networks().stream()
            .collect(
                Collectors.toMap(
                    KnownNetwork::bridge, Function.identity(), (a, b) -> a, LinkedHashMap::new));
    List<Bridge> complete = new ArrayList<>();
    for (Bridge bridge : told) {
      KnownNetwork network = known.remove(bridge.name());
      complete.add(network == null ? bridge : inspected.complete(bridge, network));
    }
    known.values().stream()
        .filter(network -> !inspected.subnets(network).isEmpty())
        .map(network -> inspected.complete(Bridge.unknown(network.bridge()), network))
        .forEach(complete::add);
    return complete;
  }

  private Bridge complete(Bridge bridge, KnownNetwork network) {
    Set<Network> subnets = new LinkedHashSet<>(bridge.subnets());
    subnets.addAll(subnets(network));
    boolean internal = bridge.internal() || network.internal() || mode(network).equals("isolated");
    return new Bridge(
        bridge.name(),
        List.copyOf(subnets),
        internal,
        internal ? Optional.empty() : bridge.gateway().or(() -> gateway(network)),
        bridge.hiding().or(() -> hiding(network, internal)),
        bridge.icc().or(() -> Optional.of(!option(network, "bridge.enable_icc").equals("false"))),
        bridge.swarm() || network.name().equals("docker_gwbridge"),
        Optional.of(network.name()),
        containers(network));
  }

  private List<Network> subnets(KnownNetwork network) {
    return network.subnets().stream().filter(subnet -> subnet.base().family() == family).toList();
  }

  private String mode(KnownNetwork network) {
    return option(network, "bridge.gateway_mode_" + number());
  }

  private String number() {
    return family == Family.IPV4 ? "ipv4" : "ipv6";
  }

  private static String option(KnownNetwork network, String name) {
    return network.options().getOrDefault(OPTION + name, "");
  }

  private Optional<Gateway> gateway(KnownNetwork network) {
    return switch (mode(network)) {
      case "", "nat" -> Optional.of(Gateway.NAT);
      case "nat-unprotected" -> Optional.of(Gateway.NAT_UNPROTECTED);
      case "routed" -> Optional.of(Gateway.ROUTED);
      default -> Optional.empty();
    };
  }

  private Optional<Hiding> hiding(KnownNetwork network, boolean internal) {
    boolean shown =
        internal
            || mode(network).equals("routed")
            || option(network, "bridge.enable_ip_masquerade").equals("false");
    return shown
        ? Optional.of(new Hiding.None())
        : Address.parse(option(network, "host_" + number()))
            .<Hiding>map(Hiding.Behind::new)
            .or(() -> Optional.of(new Hiding.Masquerade()));
  }

  private static Map<Address, String> containers(KnownNetwork network) {
    Map<Address, String> names = new LinkedHashMap<>();
    network
        .containers()
        .forEach(container ->
            container.addresses().forEach(address -> names.putIfAbsent(address, container.name())));
    return names;
  }
}
