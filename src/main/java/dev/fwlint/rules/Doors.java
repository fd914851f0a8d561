package dev.fwlint.rules;

import dev.fwlint.ast.Family;
import dev.fwlint.docker.Bridge;
import dev.fwlint.docker.DockerHost;
import dev.fwlint.docker.Owner;
import dev.fwlint.docker.PublishedPort;
import dev.fwlint.finding.Example;
import dev.fwlint.finding.Note;
import dev.fwlint.model.Address;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Network;
import dev.fwlint.model.Protocols;
import dev.fwlint.model.Step;
import dev.fwlint.model.Verdict;
import dev.fwlint.reach.Addresses;
import dev.fwlint.reach.CallGraph;
import dev.fwlint.reach.Candidates;
import dev.fwlint.reach.Candidates.Way;
import dev.fwlint.reach.HostView;
import dev.fwlint.reach.Latest;
import dev.fwlint.reach.Passage;
import dev.fwlint.reach.Reach;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The published ports of a host, seen by a stranger who comes from outside. */
final class Doors {
  /** What is meant for everybody. */
  private static final Set<Integer> PUBLIC = Set.of(80, 443);

  /** Programs that keep lists of whom they ban. */
  private static final Set<Owner> BANNING = Set.of(Owner.CROWDSEC, Owner.FAIL2BAN);

  private static final int MOST_NAMED = 8;

  /** Addresses that nobody outside of the own networks gets to: RFC 1918, 4193, 3927, 6598. */
  private static final List<Network> PRIVATE =
      Stream.of(
              "127.0.0.0/8",
              "10.0.0.0/8",
              "172.16.0.0/12",
              "192.168.0.0/16",
              "169.254.0.0/16",
              "100.64.0.0/10",
              "::1",
              "fc00::/7",
              "fe80::/10")
          .flatMap(text -> Network.parse(text).stream())
          .toList();

  private final Firewall firewall;
  private final List<Bridge> bridges;
  private final List<String> outside;
  private final Address stranger;
  private final Address host;
  private final Passage passage;
  private final List<PublishedPort> ports;
  private final Map<Integer, List<PublishedPort>> byPort = new HashMap<>();
  private Optional<List<PublishedPort>> open = Optional.empty();

  private static final Latest<Doors> LATEST = new Latest<>(Doors::new);

  static Doors of(Firewall firewall) {
    return LATEST.of(firewall);
  }

  private Doors(Firewall firewall) {
    DockerHost host = DockerHost.of(firewall);
    this.firewall = firewall;
    passage = Passage.of(firewall);
    ports = host.ports();
    ports.forEach(port -> byPort.computeIfAbsent(port.port(), p -> new ArrayList<>()).add(port));
    this.bridges = host.bridges();
    this.outside = host.entrances();
    this.stranger = Addresses.stranger(firewall);
    List<Address> pool = Addresses.strangers(firewall.family());
    HostView view = HostView.of(firewall);
    this.host =
        Stream.concat(
                outside.stream().flatMap(device -> view.addresses(device).stream()), pool.stream())
            .filter(address -> !address.equals(stranger))
            .findFirst()
            .orElseThrow();
  }

  /** Whether what is forwarded comes to DOCKER-USER at all. */
  boolean leadToDockerUser() {
    return CallGraph.filterFrom(firewall, "FORWARD").contains("DOCKER-USER");
  }

  /**
   * Whether a rule of DOCKER-USER, or a list of who is banned, stops some of what comes in from
   * outside.
   */
  boolean areGuarded() {
    Reach reach = Reach.of(firewall);
    List<String> inside = bridges.stream().map(Bridge::name).toList();
    Stream<String> banning =
        CallGraph.filterFrom(firewall, "FORWARD").stream()
            .filter(chain ->
                firewall
                    .chain("filter", chain)
                    .flatMap(Owner::of)
                    .filter(BANNING::contains)
                    .isPresent());
    return Stream.concat(CallGraph.filterFrom(firewall, "DOCKER-USER").stream(), banning)
        .flatMap(chain -> firewall.steps("filter", chain))
        .filter(Handwritten::denies)
        .anyMatch(step -> !(reach.hit(step, outside, inside) instanceof Reach.Answer.Dead));
  }

  /** The ports that a stranger gets to, those aside that are meant for everybody. */
  List<PublishedPort> open() {
    if (open.isEmpty()) {
      open = Optional.of(ports.stream().filter(this::isOpen).toList());
    }
    return open.get();
  }

  private boolean isOpen(PublishedPort port) {
    return !PUBLIC.contains(port.port())
        && !isPrivate(port)
        && packets(port).anyMatch(packet -> admit(packet, port));
  }

  /** The published ports that a rule names, in the order of the file. */
  Stream<PublishedPort> namedBy(Step rule) {
    return Handwritten.namedPorts(rule).stream()
        .distinct()
        .flatMap(number -> byPort.getOrDefault(number, List.of()).stream())
        .sorted(Comparator.comparingInt(port -> port.step().origin().span().start()));
  }

  /** Whether it is published where nobody outside of the own networks gets to. */
  static boolean isPrivate(PublishedPort port) {
    return port.host()
        .filter(address -> PRIVATE.stream().anyMatch(network -> network.contains(address)))
        .isPresent();
  }

  /** Whether a packet to a port gets through, translated by the rule that publishes it. */
  boolean admit(Map<String, Object> packet, PublishedPort port) {
    Passage.Fate fate = passage.fate(Probes.packet(packet), port.bridge());
    return fate.admitted() && fate.decisions().contains(port.step());
  }

  /** What a stranger sends to a port, by each interface to the outside. */
  Stream<Map<String, Object>> packets(PublishedPort port) {
    return outside.stream().map(in -> packet(port, in));
  }

  /** As {@link #packets}, and from those whom the rules of DOCKER-USER name. */
  Stream<Map<String, Object>> visitors(PublishedPort port) {
    Stream<Condition> named =
        Handwritten.inDockerUser(firewall)
            .flatMap(step -> Handwritten.asks(step, Condition.InNetwork.class))
            .filter(in -> in.end() == Condition.End.SOURCE)
            .limit(MOST_NAMED)
            .map(in -> new Condition.InNetwork(in.end(), in.network(), false));
    return Stream.concat(packets(port), named.flatMap(from -> packets(port, List.of(from))));
  }

  static boolean isLoopback(Address address) {
    return Network.parse(address.family() == Family.IPV4 ? "127.0.0.0/8" : "::1")
        .filter(network -> network.contains(address))
        .isPresent();
  }

  /** What a stranger sends to the container itself, past the address that is published. */
  Stream<Map<String, Object>> direct(PublishedPort port) {
    return outside.stream()
        .map(in -> {
          Map<String, Object> packet = packet(port, in);
          packet.put("dst", port.container().toString());
          packet.put("dport", (long) port.containerPort());
          packet.remove("local");
          return packet;
        });
  }

  /**
   * What is sent to a port from outside, by somebody and an interface that these conditions ask
   * for; none where they ask for others.
   */
  Stream<Map<String, Object>> packets(PublishedPort port, List<Condition> asked) {
    List<Condition> sender = asked.stream().filter(Doors::isOfSender).toList();
    return coming(port.bridge(), port.container(), sender)
        .map(sent -> {
          Map<String, Object> packet = packet(port, Probes.in(sent));
          packet.put("src", sent.get("src"));
          return packet;
        });
  }

  /** What comes from outside to the host itself and is what a translating rule asks for. */
  Stream<Map<String, Object>> translatedBy(Step rule, Address to, String bridge) {
    List<Condition> asked =
        rule.conditions().stream().filter(c -> !(c instanceof Condition.AddressType)).toList();
    return coming(bridge, host, asked)
        .map(sent -> {
          Map<String, Object> packet = new LinkedHashMap<>(sent);
          packet.put("hook", "arrive");
          packet.remove("out");
          packet.put("local", List.of(sent.get("dst")));
          packet.put("routes", List.of(List.of(to.toString(), bridge)));
          return packet;
        });
  }

  private Stream<Map<String, Object>> coming(
      String bridge, Address destination, List<Condition> asked) {
    return outside.stream()
        .map(in -> new Way(in, bridge, stranger, destination))
        .flatMap(way -> Candidates.forwarded(way, asked).stream())
        .filter(sent -> outside.contains(sent.get("in")))
        .distinct();
  }

  private static boolean isOfSender(Condition condition) {
    return switch (condition) {
      case Condition.Interface by -> by.in();
      case Condition.InNetwork in -> in.end() == Condition.End.SOURCE;
      case Condition.InRange in -> in.end() == Condition.End.SOURCE;
      default -> false;
    };
  }

  private Map<String, Object> packet(PublishedPort port, String in) {
    String to = port.host().orElse(host).toString();
    Map<String, Object> packet = new LinkedHashMap<>();
    packet.put("hook", "arrive");
    packet.put("in", in);
    packet.put("src", stranger.toString());
    packet.put("dst", to);
    packet.put("proto", Protocols.name(port.protocol()));
    packet.put("dport", (long) port.port());
    packet.put("local", List.of(to));
    packet.put("routes", List.of(List.of(port.container().toString(), port.bridge())));
    return packet;
  }

  /** That a packet to a port gets through it, unless an unknown match says otherwise. */
  static Example through(Map<String, Object> packet, PublishedPort port) {
    return new Example(packet, Verdict.ACCEPT.name(), port.step().path(), "", true);
  }

  /** {@code ports tcp 6379 and udp 53}, each a link to its note. */
  static String named(List<PublishedPort> ports) {
    List<String> names = ports.stream().map(Doors::name).toList();
    return (names.size() == 1 ? "port " : "ports ") + Enumeration.of(Enumeration.links(names));
  }

  static List<Note> notes(Firewall firewall, List<PublishedPort> ports) {
    return ports.stream()
        .limit(Enumeration.NAMED)
        .map(port -> new Note(Places.of(port.step()), publishes(firewall, port)))
        .toList();
  }

  private static String publishes(Firewall firewall, PublishedPort port) {
    return "publishes port %d of %s"
        .formatted(port.containerPort(), Titles.container(firewall, port));
  }

  private static String name(PublishedPort port) {
    return Protocols.name(port.protocol()) + " " + port.port();
  }
}
