package dev.fwlint.rules;

import dev.fwlint.docker.DockerHost;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Packet;
import dev.fwlint.model.PacketFields;
import dev.fwlint.model.PacketFormatException;
import dev.fwlint.model.Range;
import dev.fwlint.reach.Candidates;
import dev.fwlint.reach.Candidates.Way;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Packets of a stranger who opens a connection, for findings about what is let in. */
final class Probes {
  /** Databases, which should be nobody's business, and a port that nothing is known for. */
  private static final List<Integer> PORTS = List.of(5432, 6379, 3306, 9200, 61234);

  static final Condition.Protocol TCP = new Condition.Protocol(6, false);

  private final Firewall firewall;
  private final DockerHost host;

  Probes(Firewall firewall, DockerHost host) {
    this.firewall = firewall;
    this.host = host;
  }

  /**
   * From outside to ports of containers that are not published: one of each network, and some more
   * of the first few.
   */
  Stream<Map<String, Object>> inbound() {
    List<Way> ways = host.inbound(firewall);
    List<Integer> ports = unpublished(firewall);
    Stream<Map<String, Object>> ofEach =
        ports.stream().limit(1).flatMap(port -> ways.stream().flatMap(way -> probe(way, port)));
    Stream<Map<String, Object>> more =
        ports.stream()
            .skip(1)
            .flatMap(port -> ways.stream().limit(8).flatMap(way -> probe(way, port)));
    return Stream.concat(ofEach, more);
  }

  /** From outside through the host to somewhere else outside. */
  Stream<Map<String, Object>> passing() {
    Way way = host.passing(firewall);
    return PORTS.stream().flatMap(port -> probe(way, port));
  }

  /** The interface that a packet comes in by. */
  static String in(Map<String, Object> fields) {
    return String.valueOf(fields.get("in"));
  }

  /** The interface that a packet leaves by. */
  static String out(Map<String, Object> fields) {
    return String.valueOf(fields.get("out"));
  }

  /** The packet of some fields that a rule has put together. */
  static Packet packet(Map<String, Object> fields) {
    try {
      return PacketFields.packet(fields);
    } catch (PacketFormatException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Stream<Map<String, Object>> probe(Way way, int port) {
    return Candidates.forwarded(way, List.of(TCP, port(port))).stream();
  }

  static Condition.Port port(int number) {
    return new Condition.Port(End.DESTINATION, List.of(Range.of(number)), false);
  }

  /** Ports that no rule of Docker's own chain speaks of. */
  static List<Integer> unpublished(Firewall firewall) {
    List<Condition.Port> published =
        firewall
            .steps("filter", "DOCKER")
            .flatMap(step -> step.conditions().stream())
            .flatMap(c -> c instanceof Condition.Port port ? Stream.of(port) : Stream.empty())
            .toList();
    return PORTS.stream()
        .filter(number -> published.stream().noneMatch(port -> contains(port, number)))
        .toList();
  }

  private static boolean contains(Condition.Port port, int number) {
    return port.ports().stream().anyMatch(range -> range.contains(number));
  }
}
