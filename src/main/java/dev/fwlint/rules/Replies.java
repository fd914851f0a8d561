package dev.fwlint.rules;

import dev.fwlint.ast.Family;
import dev.fwlint.docker.Containers;
import dev.fwlint.docker.DockerHost;
import dev.fwlint.finding.Example;
import dev.fwlint.model.Action;
import dev.fwlint.model.Address;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.ConnectionPart;
import dev.fwlint.model.ConnectionPart.Direction;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Protocols;
import dev.fwlint.model.Range;
import dev.fwlint.model.Step;
import dev.fwlint.reach.Candidates;
import dev.fwlint.reach.Candidates.Way;
import dev.fwlint.reach.Latest;
import dev.fwlint.reach.Passage;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What comes back from the world when a container asked it: from a stranger, by each interface to
 * the outside, of connections that containers can open.
 */
final class Replies {
  private static final int WAYS = 6;

  private final Firewall firewall;
  private final List<Way> ways;
  private final Passage passage;
  private final Map<Talk, Boolean> opened = new HashMap<>();

  /** A connection: by which way its answers come, and what was asked for. */
  private record Talk(Way way, int protocol, int port) {
    Map<String, Object> question() {
      Map<String, Object> packet = packet(way.out(), way.in());
      packet.put("src", way.destination().toString());
      packet.put("dst", way.source().toString());
      if (!Protocols.isIcmp(protocol)) {
        packet.put("dport", (long) port);
      }
      return packet;
    }

    Map<String, Object> answer() {
      Map<String, Object> packet = packet(way.in(), way.out());
      packet.put("src", way.source().toString());
      packet.put("dst", way.destination().toString());
      packet.put("state", "ESTABLISHED");
      packet.put("dir", "REPLY");
      packet.put("orig_dst", way.source().toString());
      if (Protocols.isIcmp(protocol)) {
        packet.put("icmp_type", protocol == Protocols.ICMP ? 0L : 129L);
      } else {
        packet.put("sport", (long) port);
        packet.put("dport", 40_000L);
        packet.put("orig_dport", (long) port);
      }
      return packet;
    }

    private Map<String, Object> packet(String in, String out) {
      Map<String, Object> packet = new LinkedHashMap<>();
      packet.put("hook", "forward");
      packet.put("in", in);
      packet.put("out", out);
      packet.put("proto", Protocols.name(protocol));
      return packet;
    }
  }

  private static final Latest<Replies> LATEST = new Latest<>(Replies::new);

  static Replies of(Firewall firewall) {
    return LATEST.of(firewall);
  }

  private Replies(Firewall firewall) {
    this.firewall = firewall;
    DockerHost host = DockerHost.of(firewall);
    Containers containers = Containers.of(firewall);
    Map<String, Address> unlisted = new HashMap<>();
    host.bridges()
        .forEach(bridge ->
            containers.unlisted(bridge).ifPresent(free -> unlisted.put(bridge.name(), free)));
    ways = host.inbound(firewall).stream().map(way -> answering(way, unlisted)).toList();
    passage = Passage.of(firewall);
  }

  /**
   * What is masqueraded has the host's address where the raw table sees it: a container there would
   * be stopped for an address that answers do not have, so it is one that the table does not list.
   */
  private static Way answering(Way way, Map<String, Address> unlisted) {
    return new Way(
        way.in(), way.out(), way.source(), unlisted.getOrDefault(way.out(), way.destination()));
  }

  /** Answers that a rule that denies may stop. */
  List<Example> stoppedBy(Step rule) {
    String verdict = rule.action() instanceof Action.Decide to ? to.verdict().name() : "";
    return ways.stream()
        .filter(way -> Candidates.suits(way, rule.conditions()))
        .limit(WAYS)
        .flatMap(way -> talks(way, rule))
        .filter(talk -> suits(talk, rule) && opened.computeIfAbsent(talk, this::opens))
        .map(talk -> new Example(talk.answer(), verdict, rule.path()))
        .toList();
  }

  /**
   * The port that a rule asks for as a connection was first sent to it, where it does not ask for
   * the direction: then it takes the packets of both.
   */
  static Optional<Range> portOfBothDirections(Step rule) {
    return Handwritten.asksOfConnection(rule, ConnectionPart.Port.class)
        .filter(port -> port.original() && port.end() == End.DESTINATION && !port.negated())
        .filter(port -> Handwritten.asksOfConnection(rule, Direction.class).findAny().isEmpty())
        .map(ConnectionPart.Port::ports)
        .findFirst();
  }

  private Stream<Talk> talks(Way way, Step rule) {
    int icmp = firewall.family() == Family.IPV4 ? Protocols.ICMP : Protocols.ICMPV6;
    Stream<Talk> usual =
        Stream.of(
            new Talk(way, Protocols.TCP, 443),
            new Talk(way, Protocols.UDP, 53),
            new Talk(way, icmp, 0));
    Stream<Talk> named =
        ports(rule)
            .limit(4)
            .boxed()
            .flatMap(port ->
                Stream.of(new Talk(way, Protocols.TCP, port), new Talk(way, Protocols.UDP, port)));
    return Stream.concat(named, usual);
  }

  /** The ports that a rule names and that are the other side's of such an answer. */
  private static IntStream ports(Step rule) {
    Stream<Range> now =
        Handwritten.asks(rule, Condition.Port.class)
            .filter(port -> port.end() == End.SOURCE && !port.negated())
            .flatMap(port -> port.ports().stream());
    Stream<Range> asked =
        Handwritten.asksOfConnection(rule, ConnectionPart.Port.class)
            .filter(port -> port.original() && port.end() == End.DESTINATION && !port.negated())
            .map(ConnectionPart.Port::ports);
    return Stream.concat(now, asked).mapToInt(range -> (int) range.from());
  }

  private static boolean suits(Talk talk, Step rule) {
    boolean ports = Protocols.hasPorts(talk.protocol());
    return Handwritten.takesProtocol(rule, talk.protocol())
        && Handwritten.asks(rule, Condition.Port.class)
            .allMatch(port ->
                ports
                    && port.negated()
                        != port.ports().stream()
                            .anyMatch(range ->
                                range.contains(port.end() == End.SOURCE ? talk.port() : 40_000)));
  }

  private boolean opens(Talk talk) {
    return passage.admits(Probes.packet(talk.question()), talk.way().in());
  }
}
