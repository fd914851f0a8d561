package dev.fwlint.rules;

import dev.fwlint.docker.Bridge;
import dev.fwlint.docker.DockerHost;
import dev.fwlint.model.Address;
import dev.fwlint.reach.Crossing;
import dev.fwlint.reach.Segment;
import dev.fwlint.rules.Crossings.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What is behind the interfaces of a Docker host. */
final class Segments {
  /** Swarm's bridge leads to the host's own services and is no network of containers. */
  private static final String GATEWAY = "docker_gwbridge";

  private final List<Segment> list = new ArrayList<>();
  private final Set<String> dockers = new HashSet<>();
  private final Set<String> internal = new HashSet<>();

  /**
   * @param hosts the addresses on a bridge that are asked about; none for all
   */
  Segments(DockerHost host, List<Bridge> bridges, Function<String, List<Address>> hosts) {
    for (Bridge bridge : bridges) {
      list.add(new Segment(bridge.name(), bridge.subnets(), hosts.apply(bridge.name())));
      dockers.add(bridge.name());
      if (bridge.internal()) {
        internal.add(bridge.name());
      }
    }
    list.add(new Segment(host.outside(), List.of(), List.of()));
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
    return isDockers(device) && !device.equals(GATEWAY);
  }

  boolean isInternal(String device) {
    return internal.contains(device);
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
