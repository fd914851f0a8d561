package dev.fwlint.rules;

import dev.fwlint.docker.Bridge;
import dev.fwlint.docker.Containers;
import dev.fwlint.docker.DockerHost;
import dev.fwlint.docker.Isolation;
import dev.fwlint.docker.Neighbour;
import dev.fwlint.finding.Example;
import dev.fwlint.finding.Finding;
import dev.fwlint.finding.Severity;
import dev.fwlint.model.Address;
import dev.fwlint.model.Condition;
import dev.fwlint.model.ConnState;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Network;
import dev.fwlint.model.Packet;
import dev.fwlint.model.Step;
import dev.fwlint.model.Verdict;
import dev.fwlint.reach.Candidates;
import dev.fwlint.reach.Candidates.Way;
import dev.fwlint.reach.Latest;
import dev.fwlint.reach.Passage;
import dev.fwlint.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * New connections from outside to the containers' own addresses, at ports that nobody published:
 * what lets them in.
 */
final class WideOpen {
  private static final int WAYS = 6;
  private static final int EXAMPLES = 10;
  private static final int NAMED = 8;

  private final Firewall firewall;
  private final DockerHost host;
  private final Passage passage;
  private final Containers containers;
  private final List<Integer> ports;
  private final Map<String, Bridge> bridges = new HashMap<>();

  /** Whose addresses nobody outside has: what is sent to them goes to a bridge. */
  private final List<Network> inside;

  /** To containers that the file lists, and to addresses that no container of the file has. */
  private final List<Way> listed = new ArrayList<>();

  private final List<Way> others = new ArrayList<>();

  /**
   * Packets that get in.
   *
   * @param reached whether they get to an address that a container may have; else only to ones that
   *     no container of the file has
   */
  record Opening(List<Map<String, Object>> packets, boolean reached) {
    List<String> bridges() {
      return packets.stream().map(packet -> Probes.out(packet)).distinct().toList();
    }
  }

  private static final Latest<WideOpen> LATEST = new Latest<>(WideOpen::new);

  static WideOpen of(Firewall firewall) {
    return LATEST.of(firewall);
  }

  private WideOpen(Firewall firewall) {
    this.firewall = firewall;
    host = DockerHost.of(firewall);
    host.bridges().forEach(bridge -> bridges.put(bridge.name(), bridge));
    inside =
        Stream.concat(
                host.bridges().stream().map(Bridge::subnets),
                host.neighbours().stream().map(Neighbour::subnets))
            .flatMap(List::stream)
            .toList();
    passage = Passage.of(firewall);
    ports = Probes.unpublished(firewall);
    containers = Containers.of(firewall);
    for (Way way : host.inbound(firewall)) {
      List<Address> known = containers.of(way.out());
      if (known.isEmpty()) {
        listed.add(way);
      } else {
        listed.add(to(way, known.getFirst()));
        Optional.ofNullable(bridges.get(way.out()))
            .flatMap(containers::unlisted)
            .ifPresent(address -> others.add(to(way, address)));
      }
    }
  }

  private static Way to(Way way, Address destination) {
    return new Way(way.in(), way.out(), way.source(), destination);
  }

  private List<Network> subnets(String bridge) {
    return Optional.ofNullable(bridges.get(bridge)).map(Bridge::subnets).orElse(List.of());
  }

  /** What a rule that accepts lets in, and nothing else would. */
  Optional<Opening> by(Step rule) {
    return by(rule, rule.conditions());
  }

  /**
   * The same, of those whom other rules of DOCKER-USER name: they may be let by where others are
   * not.
   */
  Optional<Opening> byNamed(Step rule) {
    return Handwritten.inDockerUser(firewall)
        .flatMap(step -> Handwritten.asks(step, Condition.InNetwork.class))
        .filter(in -> in.end() == Condition.End.SOURCE)
        .limit(NAMED)
        .map(in -> new Condition.InNetwork(in.end(), in.network(), false))
        .flatMap(from ->
            by(rule, Stream.concat(Stream.of(from), rule.conditions().stream()).toList()).stream())
        .findFirst();
  }

  private Optional<Opening> by(Step rule, List<Condition> asked) {
    List<Condition> interfaces =
        asked.stream().filter(Condition.Interface.class::isInstance).toList();
    return opening(ways ->
        ways.stream()
            .filter(way -> Candidates.suits(way, interfaces))
            .limit(WAYS)
            .flatMap(way -> packets(way, asked, 2))
            .filter(packet -> isBy(rule, packet)));
  }

  private boolean isBy(Step rule, Map<String, Object> packet) {
    Passage.Fate fate = fate(packet);
    return fate.admitted()
        && fate.acceptor().filter(rule::equals).isPresent()
        && !without(rule, packet);
  }

  /** What no rule decides, and the policy of FORWARD lets in. */
  Optional<Opening> byPolicy() {
    if (!Isolation.undecided(firewall).isEmpty()) {
      // whether Docker's rules are asked hangs on a set that is not known here
      return Optional.empty();
    }
    return opening(ways ->
        ways.stream()
            .flatMap(way -> packets(way, List.of(), 1))
            .filter(packet -> {
              Passage.Fate fate = fate(packet);
              return fate.admitted() && fate.acceptor().isEmpty();
            }));
  }

  private interface Packets {
    Stream<Map<String, Object>> on(List<Way> ways);
  }

  private Optional<Opening> opening(Packets packets) {
    List<Map<String, Object>> reached = packets.on(listed).toList();
    List<Map<String, Object>> found = reached.isEmpty() ? packets.on(others).toList() : reached;
    return found.isEmpty() ? Optional.empty() : Optional.of(new Opening(found, !reached.isEmpty()));
  }

  private Stream<Map<String, Object>> packets(Way way, List<Condition> asked, int most) {
    return ports.stream()
        .limit(most)
        .flatMap(port -> {
          List<Condition> all = new ArrayList<>(List.of(Probes.TCP, Probes.port(port)));
          all.addAll(asked);
          return Candidates.forwarded(way, all).stream();
        })
        .filter(packet -> isOf(way, packet));
  }

  /** Whether what a rule asks has not turned a packet away from its way. */
  private boolean isOf(Way way, Map<String, Object> packet) {
    Packet sent = Probes.packet(packet);
    boolean asIs = sent.destination().equals(way.destination());
    return sent.in().equals(way.in())
        && sent.out().equals(way.out())
        && sent.state() == ConnState.NEW
        && inside.stream().noneMatch(network -> network.contains(sent.source()))
        && (asIs
            || containers.of(way.out()).isEmpty()
                && subnets(way.out()).stream()
                    .anyMatch(network -> network.contains(sent.destination())));
  }

  private Passage.Fate fate(Map<String, Object> packet) {
    return passage.fate(Probes.packet(packet), Probes.out(packet));
  }

  private boolean without(Step rule, Map<String, Object> packet) {
    return passage.admitsWithout(rule, Probes.packet(packet), Probes.out(packet));
  }

  /**
   * A finding about what opens ports that nobody published: a note where another layer still stops
   * what counts, or is not in the file to be seen.
   *
   * @param said up to the ports
   */
  Finding finding(Span at, String path, String said, Opening opening) {
    List<String> bridges = opening.bridges();
    int more = bridges.size() - 1;
    String message =
        "%s %s%s that nobody published%s%s"
            .formatted(
                said,
                Titles.network(firewall, bridges.getFirst()),
                more == 0
                    ? ""
                    : " and %d more %s".formatted(more, more == 1 ? "network" : "networks"),
                opening.reached()
                    ? ""
                    : "; the raw table still guards each container that it lists",
                Missing.tables(firewall));
    List<Example> examples =
        opening.packets().stream()
            .limit(EXAMPLES)
            .map(packet -> new Example(packet, Verdict.ACCEPT.name(), path))
            .toList();
    Finding finding = Outside.to(bridges, Finding.at(at, path, message).withExamples(examples));
    return Missing.guard(firewall, host) || !opening.reached()
        ? finding.loweredTo(Severity.NOTE)
        : finding;
  }
}
