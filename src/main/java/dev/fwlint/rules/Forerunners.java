package dev.fwlint.rules;

import dev.fwlint.docker.Containers;
import dev.fwlint.docker.DockerHost;
import dev.fwlint.docker.Generation;
import dev.fwlint.docker.Isolation;
import dev.fwlint.docker.Owner;
import dev.fwlint.docker.Owners;
import dev.fwlint.docker.StaleChain;
import dev.fwlint.finding.Example;
import dev.fwlint.model.Action;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.model.Verdict;
import dev.fwlint.reach.CallGraph;
import dev.fwlint.reach.Candidates;
import dev.fwlint.reach.Crossing;
import dev.fwlint.reach.Meant;
import dev.fwlint.reach.Passage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What stands before the jump to DOCKER-USER in FORWARD, and what it does there. */
final class Forerunners {
  private static final int PORTS = 10;

  private final Firewall firewall;
  private final DockerHost host;
  private final Owners owners;
  private final Isolation isolation;
  private final Step jump;
  private final List<Step> before;

  /** A rule that accepts what would be stopped otherwise, and what that is. */
  record Acceptor(Step by, List<Crossing> crossings) {}

  Forerunners(Firewall firewall, Isolation isolation, Step jump) {
    this.firewall = firewall;
    this.isolation = isolation;
    this.jump = jump;
    host = DockerHost.of(firewall);
    owners = Owners.of(firewall);
    before =
        firewall.steps("filter", "FORWARD").filter(step -> step.index() < jump.index()).toList();
  }

  Step jump() {
    return jump;
  }

  /** Those that are not Docker's, and accept between the outside and containers. */
  List<Acceptor> acceptors() {
    Set<Step> accepting =
        before.stream()
            .filter(step -> !isDockers(step))
            .flatMap(this::accepts)
            .collect(Collectors.toSet());
    if (accepting.isEmpty()) {
      return List.of();
    }
    Passage passage = Passage.of(firewall);
    Segments segments = new Segments(firewall, host.bridges(), Containers.of(firewall)::of);
    Predicate<String> inside = name -> segments.isOpen(name) && segments.isDestination(name);
    Predicate<Step> others = step -> !accepting.contains(step);
    Map<Step, List<Crossing>> found = new LinkedHashMap<>();
    Stream.of(
            passage.between(segments.list(), segments::isElsewhere, inside, Meant.by(others)),
            passage.between(segments.list(), inside, segments::isElsewhere, Meant.by(others)))
        .flatMap(crossings -> crossings.found().stream())
        .filter(crossing -> crossing.by().isPresent())
        .filter(crossing -> way(crossing).getFirst().index() < jump.index())
        .filter(crossing -> !isForContainers(crossing))
        .filter(crossing -> !passage.passesWithout(crossing, crossing.by().orElseThrow()))
        .forEach(crossing ->
            found
                .computeIfAbsent(crossing.by().orElseThrow(), step -> new ArrayList<>())
                .add(crossing));
    return found.entrySet().stream().map(e -> new Acceptor(e.getKey(), e.getValue())).toList();
  }

  /**
   * Whether who comes from outside is taken for a container, by its address: that is another matter
   * than the order.
   */
  private boolean isForContainers(Crossing crossing) {
    return host.bridge(crossing.from().device()).isEmpty()
        && way(crossing).stream()
            .flatMap(step -> step.conditions().stream())
            .anyMatch(condition ->
                condition instanceof Condition.InNetwork from
                    && from.end() == End.SOURCE
                    && !from.negated()
                    && host.bridges().stream()
                        .flatMap(bridge -> bridge.subnets().stream())
                        .anyMatch(subnet -> from.network().contains(subnet.base())));
  }

  private static List<Step> way(Crossing crossing) {
    return Stream.concat(crossing.jumps().stream(), crossing.by().stream()).toList();
  }

  private Stream<Step> accepts(Step step) {
    Stream<Step> steps =
        step.action() instanceof Action.Jump to
            ? CallGraph.filterFrom(firewall, to.chain()).stream()
                .flatMap(chain -> firewall.steps("filter", chain))
            : Stream.of(step);
    return steps.filter(Forerunners::isAccept);
  }

  /** Those of a version of Docker that is not the host's any more. */
  Stream<Step> stale() {
    return before.stream().filter(this::isStale);
  }

  /** The first of those that are Docker's own. */
  Optional<Step> dockers() {
    return before.stream().filter(step -> isDockers(step) && !isStale(step)).findFirst();
  }

  private boolean isDockers(Step step) {
    boolean leads =
        step.action() instanceof Action.Jump to
            && firewall
                .chain("filter", to.chain())
                .flatMap(owners::of)
                .filter(Owner.DOCKER::equals)
                .isPresent();
    return leads || isStale(step) || isolation.isDockers(step);
  }

  private boolean isStale(Step step) {
    boolean byChain =
        host.stale().stream()
            .filter(chain -> decides(chain))
            .flatMap(chain -> chain.jumps().stream())
            .anyMatch(step::equals);
    boolean bySet =
        host.generation().filter(Generation.G4::equals).isEmpty()
            && step.conditions().stream()
                .anyMatch(condition ->
                    condition instanceof Condition.Unknown asked
                        && asked.expression().contains("docker-ext-bridges-"));
    return byChain || bySet;
  }

  private static boolean decides(StaleChain stale) {
    return stale.chain().steps().stream().anyMatch(UserPackets::acts);
  }

  /** Packets that rules of DOCKER-USER are for, and that get the contrary without them. */
  List<Example> overtaken() {
    UserPackets packets = new UserPackets(firewall);
    return CallGraph.filterFrom(firewall, "DOCKER-USER").stream()
        .flatMap(chain -> firewall.steps("filter", chain))
        .filter(UserPackets::acts)
        .flatMap(step ->
            Stream.concat(
                packets.examples(step, List.of(jump), List.of("")).stream()
                    .filter(example -> contrary(step, example.verdict())),
                toPorts(step)))
        .map(example -> new Example(example.packet(), example.verdict(), "", jump.path(), false))
        .toList();
  }

  /** What a stranger sends to published ports, where a rule denies it to go to containers. */
  private Stream<Example> toPorts(Step step) {
    Doors doors = Doors.of(firewall);
    boolean denies = !isAccept(step);
    return host.ports().stream()
        .filter(port ->
            denies
                && host.inbound(firewall).stream()
                    .anyMatch(way ->
                        way.out().equals(port.bridge())
                            && Candidates.suits(way, step.conditions())))
        .limit(PORTS)
        .flatMap(doors::packets)
        .map(packet -> new Example(packet, Verdict.ACCEPT.name(), ""));
  }

  private static boolean contrary(Step step, String verdict) {
    return verdict.equals(Verdict.ACCEPT.name())
        ? !isAccept(step)
        : isAccept(step) && verdict.equals(Verdict.DROP.name());
  }

  /** Packets of containers that are accepted before. */
  List<Example> passing() {
    return Stream.concat(host.outbound(firewall).stream(), host.inbound(firewall).stream())
        .flatMap(way -> Candidates.forwarded(way, List.of()).stream())
        .map(packet -> new Example(packet, Verdict.ACCEPT.name(), "", jump.path(), false))
        .toList();
  }

  private static boolean isAccept(Step step) {
    return step.action() instanceof Action.Decide decided && decided.verdict() == Verdict.ACCEPT;
  }
}
