package dev.fwlint.rules;

import dev.fwlint.docker.Bridge;
import dev.fwlint.docker.DockerHost;
import dev.fwlint.docker.Owners;
import dev.fwlint.docker.PublishedPort;
import dev.fwlint.finding.Example;
import dev.fwlint.finding.Finding;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.reach.CallGraph;
import dev.fwlint.reach.Candidates;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds hosts that have lost Docker's rules in one table and not in the other: somebody has flushed
 * or restored it.
 */
final class DockerRulesMissing implements Rule {
  private static final int EXAMPLES = 10;

  @Override
  public Stream<Finding> check(Firewall firewall) {
    boolean both = firewall.table("nat").isPresent() && firewall.table("filter").isPresent();
    if (!both || Refusal.hides(firewall, List.of("nat", "filter"))) {
      return Stream.empty();
    }
    DockerHost host = DockerHost.of(firewall);
    return Stream.concat(
        filterLost(firewall, host).or(() -> unhooked(firewall, host)).stream(),
        natLost(firewall, host).stream());
  }

  private static Optional<Finding> filterLost(Firewall firewall, DockerHost host) {
    Set<String> known = interfaces(firewall, "filter");
    List<Bridge> lost =
        firewall.chain("nat", "DOCKER").isEmpty()
            ? List.of()
            : host.bridges().stream().filter(bridge -> !known.contains(bridge.name())).toList();
    List<PublishedPort> closed = closed(firewall, host);
    if (lost.isEmpty() && closed.isEmpty()) {
      return Optional.empty();
    }
    String what =
        closed.isEmpty()
            ? "the filter table has no rule for %s, which %s"
                .formatted(
                    Titles.network(firewall, lost.getFirst().name()),
                    interfaces(firewall, "nat").contains(lost.getFirst().name())
                        ? "the nat table knows"
                        : "Docker has")
            : "nothing here lets packets in to the published " + Doors.named(closed);
    Doors doors = Doors.of(firewall);
    List<Example> examples =
        Stream.concat(
                closed.stream()
                    .limit(EXAMPLES)
                    .flatMap(port ->
                        doors
                            .packets(port)
                            .map(packet -> new Example(packet, "", port.step().path()))),
                asking(firewall, host, lost, "filter/FORWARD"))
            .toList();
    return lost(firewall, "filter", List.of("DOCKER", "DOCKER-FORWARD", "FORWARD"), what)
        .map(finding -> finding.withNotes(Doors.notes(firewall, closed)).withExamples(examples));
  }

  /** Published ports that no rule of the chain for them lets packets in to. */
  private static List<PublishedPort> closed(Firewall firewall, DockerHost host) {
    Map<String, List<Step>> accepting =
        firewall
            .steps("filter", "DOCKER")
            .filter(Handwritten::accepts)
            .collect(Collectors.groupingBy(DockerRulesMissing::out));
    return host.ports().stream()
        .filter(port -> !port.ingress() && Owners.of(firewall).made(port.step()))
        .filter(port ->
            accepting.getOrDefault(port.bridge(), List.of()).stream()
                .noneMatch(step -> lets(step, port)))
        .toList();
  }

  private static String out(Step step) {
    return Handwritten.asks(step, Condition.Interface.class)
        .filter(by -> !by.in() && !by.negated())
        .map(Condition.Interface::name)
        .findFirst()
        .orElse("");
  }

  private static boolean lets(Step step, PublishedPort port) {
    return Handwritten.takesProtocol(step, port.protocol())
        && Handwritten.asks(step, Condition.InNetwork.class)
            .filter(in -> in.end() == Condition.End.DESTINATION)
            .allMatch(in -> in.negated() != in.network().contains(port.container()))
        && Handwritten.asks(step, Condition.Port.class)
            .filter(is -> is.end() == Condition.End.DESTINATION)
            .allMatch(is ->
                is.negated()
                    != is.ports().stream().anyMatch(range -> range.contains(port.containerPort())));
  }

  /** What containers on some bridges ask of the outside passes a chain to its end. */
  private static Stream<Example> asking(
      Firewall firewall, DockerHost host, List<Bridge> from, String chain) {
    Set<String> names = from.stream().map(Bridge::name).collect(Collectors.toSet());
    return host.outbound(firewall).stream()
        .filter(way -> names.contains(way.in()))
        .limit(EXAMPLES)
        .flatMap(way -> Candidates.forwarded(way, List.of()).stream())
        .map(packet -> new Example(packet, "", chain));
  }

  /** FORWARD was flushed, or one of Docker's chains that it leads to: its rules are never asked. */
  private static Optional<Finding> unhooked(Firewall firewall, DockerHost host) {
    // a network without IPv6 may have isolation rules there all the same, and no more
    List<Bridge> bridges =
        host.bridges().stream()
            .filter(bridge -> !bridge.internal() && !bridge.subnets().isEmpty())
            .toList();
    if (bridges.isEmpty()
        || firewall.chain("filter", "DOCKER").isEmpty()
        || CallGraph.filterFrom(firewall, "FORWARD").contains("DOCKER")) {
      return Optional.empty();
    }
    String what =
        "FORWARD does not lead to Docker's rules: what containers send and get meets none of them";
    return lost(firewall, "filter", List.of("FORWARD"), what)
        .map(finding ->
            finding.withExamples(asking(firewall, host, bridges, "filter/FORWARD").toList()));
  }

  private static Optional<Finding> natLost(Firewall firewall, DockerHost host) {
    boolean filtered =
        host.generation().isPresent()
            && !host.bridges().isEmpty()
            && (firewall.steps("filter", "DOCKER").findAny().isPresent()
                || CallGraph.filterFrom(firewall, "FORWARD").contains("DOCKER"));
    if (!filtered) {
      return Optional.empty();
    }
    return firewall.chain("nat", "DOCKER").isEmpty()
        ? natEmptied(firewall, host)
        : natUnhooked(firewall, host);
  }

  /** Docker leads to its chain whatever its networks are like. */
  private static Optional<Finding> natUnhooked(Firewall firewall, DockerHost host) {
    boolean led =
        firewall
            .table("nat")
            .filter(nat -> CallGraph.of(firewall, nat).reachedFrom("PREROUTING").contains("DOCKER"))
            .isPresent();
    if (led) {
      return Optional.empty();
    }
    String what =
        "PREROUTING does not lead to Docker's rules in the nat table: published ports lead nowhere";
    return lost(firewall, "nat", List.of("PREROUTING"), what)
        .map(finding ->
            finding.withExamples(
                asking(firewall, host, host.bridges(), "nat/PREROUTING").toList()));
  }

  private static Optional<Finding> natEmptied(Firewall firewall, DockerHost host) {
    String what =
        "the nat table has none of Docker's rules, and the filter table has: ports are published to nobody, and what containers send keeps its source";
    return lost(firewall, "nat", List.of("PREROUTING", "POSTROUTING"), what)
        .map(finding ->
            finding.withExamples(
                asking(firewall, host, host.bridges(), "nat/POSTROUTING").toList()));
  }

  private static Set<String> interfaces(Firewall firewall, String table) {
    return firewall
        .steps()
        .filter(step -> step.table().equals(table))
        .flatMap(step -> Handwritten.asks(step, Condition.Interface.class))
        .map(Condition.Interface::name)
        .collect(Collectors.toSet());
  }

  /** A finding at the first of some chains that the file declares. */
  private static Optional<Finding> lost(
      Firewall firewall, String table, List<String> chains, String what) {
    return chains.stream()
        .flatMap(name -> firewall.chain(table, name).stream())
        .flatMap(chain ->
            Places.declaration(chain)
                .map(at -> Finding.at(at, chain.path(), what).withHelp(Mending.RESTART))
                .stream())
        .findFirst();
  }
}
