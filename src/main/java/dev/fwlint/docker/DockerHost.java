package dev.fwlint.docker;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Firewall;
import dev.fwlint.reach.Addresses;
import dev.fwlint.reach.Candidates.Way;
import dev.fwlint.reach.HostView;
import dev.fwlint.reach.Latest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a ruleset tells of Docker on its host.
 *
 * @param generation the layout of the filter table; nothing where no chain of Docker's is there
 * @param bridges those of Docker's networks, in the order of the file
 * @param externals interfaces to the world that rules name, in the order of the file
 * @param otherwise the one that is taken where they name none: where the host's default route
 *     leads, as far as that is known
 */
public record DockerHost(
    Optional<Generation> generation,
    List<Bridge> bridges,
    List<String> externals,
    String otherwise) {
  /** Of so many external interfaces, one more tells nothing new. */
  private static final int MANY = 4;

  public DockerHost {
    bridges = List.copyOf(bridges);
    externals = List.copyOf(externals);
  }

  private static final Latest<DockerHost> LATEST = new Latest<>(DockerHost::read);

  public static DockerHost of(Firewall firewall) {
    return LATEST.of(firewall);
  }

  private static DockerHost read(Firewall firewall) {
    List<Bridge> bridges = new BridgeFinder(firewall).bridges();
    String otherwise = HostView.of(firewall).outside().orElse("eth0");
    return new DockerHost(Layout.of(firewall), bridges, externals(firewall, bridges), otherwise);
  }

  /** Where packets come in from outside. */
  public String outside() {
    return externals.isEmpty() ? otherwise : externals.getFirst();
  }

  /**
   * From outside to a container, for each external interface and each network that is not internal.
   */
  public List<Way> inbound(Firewall firewall) {
    Address stranger = Addresses.stranger(firewall);
    List<Bridge> open = bridges.stream().filter(bridge -> !bridge.internal()).toList();
    return (externals.isEmpty() ? Stream.of(outside()) : externals.stream().limit(MANY))
        .flatMap(in ->
            open.stream()
                .map(to -> new Way(in, to.name(), stranger, container(firewall.family(), to))))
        .toList();
  }

  /** From a container to the outside, for each network that is not internal. */
  public List<Way> outbound(Firewall firewall) {
    return inbound(firewall).stream()
        .map(way -> new Way(way.out(), way.in(), way.destination(), way.source()))
        .toList();
  }

  /** From outside through the host to somewhere else outside. */
  public Way passing(Firewall firewall) {
    List<Address> strangers = Addresses.strangers(firewall.family());
    Address from = Addresses.stranger(firewall);
    Address to = strangers.get((strangers.indexOf(from) + 1) % strangers.size());
    String out =
        switch (externals.size()) {
          case 0 -> "eth1";
          case 1 -> externals.getFirst();
          default -> externals.get(1);
        };
    return new Way(outside(), out, from, to);
  }

  private static Address container(Family family, Bridge bridge) {
    return bridge.subnets().stream()
        .flatMap(subnet -> Addresses.around(subnet).stream().filter(subnet::contains))
        .findFirst()
        .or(() -> Address.parse(family == Family.IPV4 ? "172.17.0.2" : "fd00:d0c::2"))
        .orElseThrow();
  }

  private static List<String> externals(Firewall firewall, List<Bridge> bridges) {
    Set<String> inside = bridges.stream().map(Bridge::name).collect(Collectors.toSet());
    return firewall
        .steps()
        .flatMap(step -> Shapes.conditions(step, Condition.Interface.class))
        .map(by -> by.prefix() ? by.name() + "0" : by.name())
        .filter(name -> !inside.contains(name) && !ofContainersOrTunnels(name))
        .distinct()
        .toList();
  }

  /**
   * Loopback, the bridges of container and VM networks, and what their tunnels and ports are
   * called.
   */
  private static boolean ofContainersOrTunnels(String name) {
    return name.matches(
        "lo|0|br-[0-9a-f]{12}|br-0|cbr0|tunl.*|vxlan.*|(docker|virbr|vnet|lxcbr|lxdbr|lxc|podman|cni"
            + "|veth|cali|flannel|cilium|weave|kube-|nerdctl).*");
  }
}
