package dev.fwlint.rules;

import dev.fwlint.docker.Bridge;
import dev.fwlint.docker.DockerHost;
import dev.fwlint.docker.Neighbour;
import dev.fwlint.docker.Surroundings;
import dev.fwlint.model.Address;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Network;
import dev.fwlint.reach.Crossing;
import dev.fwlint.reach.Segment;
import dev.fwlint.rules.Crossings.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** What is behind the interfaces of a Docker host. */
final class Segments {
  /** Of so many interfaces to the world, one more tells nothing new. */
  private static final int MANY = 16;

  private final List<Segment> list = new ArrayList<>();
  private final Set<String> dockers = new HashSet<>();
  private final Set<String> internal = new HashSet<>();

  /** Swarm's bridge leads to the host's own services and is no network of containers. */
  private final Set<String> gateways = new HashSet<>();

  private final Set<String> neighbours = new HashSet<>();

  /**
   * @param hosts the addresses on a bridge that are asked about; none for all
   */
  Segments(Firewall firewall, List<Bridge> bridges, Function<String, List<Address>> hosts) {
    DockerHost host = DockerHost.of(firewall);
    Surroundings surroundings = Surroundings.of(firewall);
    for (Bridge bridge : bridges) {
      List<Network> networks =
          bridge.subnets().isEmpty() ? surroundings.around(bridge.name()) : bridge.subnets();
      list.add(new Segment(bridge.name(), networks, hosts.apply(bridge.name())));
      dockers.add(bridge.name());
      if (bridge.internal()) {
        internal.add(bridge.name());
      }
      if (bridge.swarm()) {
        gateways.add(bridge.name());
      }
    }
    for (Neighbour neighbour : host.neighbours()) {
      neighbour
          .bridge()
          .filter(neighbours::add)
          .ifPresent(name -> list.add(new Segment(name, neighbour.subnets(), List.of())));
    }
    outside(host)
        .filter(name -> !neighbours.contains(name))
        .forEach(name -> list.add(new Segment(name, List.of(), List.of())));
  }

  /** The interfaces to the world. */
  static Stream<String> outside(DockerHost host) {
    return host.externals().isEmpty()
        ? Stream.of(host.outside())
        : host.externals().stream().limit(MANY);
  }

  List<Segment> list() {
    return list;
  }

  boolean haveInternal() {
    return !internal.isEmpty();
  }

  boolean isDockers(String device) {
    return dockers.contains(device);
  }

  /** Whether it is a network of containers that Docker keeps others from. */
  boolean isDestination(String device) {
    return isDockers(device) && !gateways.contains(device);
  }

  boolean isInternal(String device) {
    return internal.contains(device);
  }

  boolean haveNeighbours() {
    return !neighbours.isEmpty();
  }

  boolean isNeighbour(String device) {
    return neighbours.contains(device);
  }

  /** Whether it is a network of Docker's that may reach the world. */
  boolean isOpen(String device) {
    return isDockers(device) && !isInternal(device);
  }

  boolean isElsewhere(String device) {
    return !isDockers(device);
  }

  Kind kind(Crossing crossing) {
    return isInternal(crossing.from().device()) || isInternal(crossing.to().device())
        ? Kind.INTERNAL
        : Kind.NETWORKS;
  }
}
