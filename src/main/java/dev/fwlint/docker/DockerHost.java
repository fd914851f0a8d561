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
 * What a ruleset tells of Docker on its host, and of the networks beside Docker's.
 *
 * @param generation the layout of the filter table; nothing where no chain of Docker's is there
 * @param stale the chains of another generation that are still there, in the order of the file
 * @param bridges those of Docker's networks, in the order of the file
 * @param unseen networks that somebody says Docker has, where the ruleset has nothing of Docker's:
 *     its rules are in nftables, or it makes none ({@code "iptables": false})
 * @param ports those of the host that lead to containers, swarm's among them
 * @param routedPorts those that are let in untranslated, of networks in gateway mode routed
 * @param neighbours the networks of other programs
 * @param proxied whether docker-proxy answers on published ports, too ({@code userland-proxy});
 *     nothing where no rule tells
 * @param acceptedMark the mark of {@code bridge-accept-fwmark}
 * @param externals interfaces to the world: where the host's default route leads, if that is known,
 *     and those that rules name, in the order of the file
 */
public record DockerHost(
    Optional<Generation> generation,
    List<StaleChain> stale,
    List<Bridge> bridges,
    List<Bridge> unseen,
    List<PublishedPort> ports,
    List<RoutedPort> routedPorts,
    List<Neighbour> neighbours,
    Optional<Boolean> proxied,
    Optional<Condition.Mark> acceptedMark,
    List<String> externals) {
  /** Of so many external interfaces, one more tells nothing new. */
  private static final int MANY = 4;

  public DockerHost {
    stale = List.copyOf(stale);
    bridges = List.copyOf(bridges);
    unseen = List.copyOf(unseen);
    ports = List.copyOf(ports);
    routedPorts = List.copyOf(routedPorts);
    neighbours = List.copyOf(neighbours);
    externals = List.copyOf(externals);
  }

  private static final Latest<DockerHost> LATEST = new Latest<>(DockerHost::read);

  public static DockerHost of(Firewall firewall) {
    return LATEST.of(firewall);
  }

  private static DockerHost read(Firewall firewall) {
    Optional<Generation> generation = Layout.of(firewall);
    List<Bridge> told = new BridgeFinder(firewall).bridges();
    boolean visible =
        !told.isEmpty()
            || firewall.chains().anyMatch(c -> Owner.of(c).equals(Optional.of(Owner.DOCKER)));
    List<Bridge> all = Inspected.complete(told, firewall);
    List<Bridge> bridges = visible ? all : List.of();
    Set<String> names = bridges.stream().map(Bridge::name).collect(Collectors.toSet());
    return new DockerHost(
        generation,
        generation.map(g -> Layout.stale(firewall, g)).orElse(List.of()),
        bridges,
        visible ? List.of() : all,
        PublishedPorts.of(firewall, bridges),
        PublishedPorts.routed(firewall, bridges),
        Neighbours.of(firewall, names),
        Shapes.proxied(firewall),
        Shapes.acceptedMark(firewall),
        externals(firewall, bridges));
  }

  /** The bridge of this name. */
  public Optional<Bridge> bridge(String name) {
    return bridges.stream().filter(bridge -> bridge.name().equals(name)).findFirst();
  }

  /** What to call a bridge in a sentence: {@code shop (br-519e03b4fdf5)}. */
  public String title(String name) {
    return bridge(name).map(Bridge::title).orElse(name);
  }

  /** Where packets come in from outside: {@code eth0} where nothing tells. */
  public List<String> entrances() {
    return externals.isEmpty() ? List.of("eth0") : externals;
  }

  /** The first of them. */
  public String outside() {
    return entrances().getFirst();
  }

  /**
   * From outside to a container, for each external interface and each network that is not internal.
   */
  public List<Way> inbound(Firewall firewall) {
    Address stranger = Addresses.stranger(firewall);
    List<Bridge> open = bridges.stream().filter(bridge -> !bridge.internal()).toList();
    return entrances().stream()
        .limit(MANY)
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
    Stream<String> named =
        firewall
            .steps()
            .flatMap(step -> Shapes.conditions(step, Condition.Interface.class))
            .distinct()
            // br+ is about br-..., and need not be about a br0
            .filter(
                by -> !by.prefix() || inside.stream().noneMatch(name -> name.startsWith(by.name())))
            .map(by -> by.prefix() ? by.name() + "0" : by.name());
    return Stream.concat(HostView.of(firewall).outside().stream(), named)
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
        "lo|loopback0|0|br-[0-9a-f]{12}|br-0|cbr0|tunl.*|vxlan.*|(docker|virbr|vnet|lxcbr|lxdbr|lxc|podman|cni"
            + "|veth|cali|flannel|cilium|weave|kube-|nerdctl).*");
  }
}
