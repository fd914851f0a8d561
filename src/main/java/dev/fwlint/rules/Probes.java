package dev.fwlint.rules;

import dev.fwlint.docker.DockerHost;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Range;
import dev.fwlint.model.Step;
import dev.fwlint.reach.Candidates;
import dev.fwlint.reach.Candidates.Way;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Packets of a stranger who opens a connection, for findings about what is let in. */
final class Probes {
  /** Databases, which should be nobody's business, and a port that nothing is known for. */
  private static final List<Integer> PORTS = List.of(5432, 6379, 3306, 9200, 61234);

  private static final Condition.Protocol TCP = new Condition.Protocol(6, false);

  private final Firewall firewall;
  private final DockerHost host;

  Probes(Firewall firewall, DockerHost host) {
    this.firewall = firewall;
    this.host = host;
  }

  /** From outside to a port of a container that is not published. */
  Stream<Map<String, Object>> inbound() {
    return host.inbound(firewall).stream().flatMap(way -> probe(way).stream());
  }

  /** From outside through the host to somewhere else outside. */
  Stream<Map<String, Object>> passing() {
    return probe(host.passing(firewall)).stream();
  }

  private Optional<Map<String, Object>> probe(Way way) {
    return Candidates.forwarded(way, List.of(TCP, port(unpublished())));
  }

  private static Condition.Port port(int number) {
    return new Condition.Port(End.DESTINATION, List.of(Range.of(number)), false);
  }

  /** A port that no rule of Docker's own chain speaks of. */
  private int unpublished() {
    List<Condition.Port> published =
        firewall.chain("filter", "DOCKER").stream()
            .flatMap(chain -> chain.steps().stream())
            .map(Step::conditions)
            .flatMap(List::stream)
            .flatMap(c -> c instanceof Condition.Port port ? Stream.of(port) : Stream.empty())
            .toList();
    return PORTS.stream()
        .filter(number -> published.stream().noneMatch(port -> contains(port, number)))
        .findFirst()
        .orElse(PORTS.getLast());
  }

  private static boolean contains(Condition.Port port, int number) {
    return port.ports().stream().anyMatch(range -> range.contains(number));
  }
}
