package dev.fwlint.rules;

import dev.fwlint.docker.DockerHost;
import dev.fwlint.docker.Owners;
import dev.fwlint.finding.Example;
import dev.fwlint.finding.Finding;
import dev.fwlint.finding.Severity;
import dev.fwlint.model.Action;
import dev.fwlint.model.Address;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Network;
import dev.fwlint.model.Step;
import dev.fwlint.model.Table;
import dev.fwlint.model.Verdict;
import dev.fwlint.reach.Addresses;
import dev.fwlint.reach.CallGraph;
import dev.fwlint.reach.Candidates;
import dev.fwlint.reach.Candidates.Way;
import dev.fwlint.reach.Passage;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds rules that hide the source of whatever leaves the host, by whatever interface: also of what
 * comes in to containers.
 */
final class MasqueradeTooBroad implements Rule {
  private static final int PACKETS = 40;
  private static final int BRIDGES = 4;

  @Override
  public Stream<Finding> check(Firewall firewall) {
    if (Refusal.hidesTranslating(firewall)) {
      return Stream.empty();
    }
    Owners owners = Owners.of(firewall);
    List<Step> broad =
        firewall.table("nat").stream()
            .flatMap(nat -> leaving(firewall, nat))
            .filter(step -> hidesAnything(step) && !owners.made(step))
            .toList();
    if (broad.isEmpty()) {
      return Stream.empty();
    }
    List<Map<String, Object>> packets =
        comesIn(firewall) ? incoming(firewall).limit(PACKETS).toList() : List.of();
    List<Map<String, Object>> inside =
        packets.isEmpty() ? amongContainers(firewall).toList() : List.of();
    return Stream.concat(
        broad.stream().filter(step -> !packets.isEmpty()).map(s -> report(firewall, s, packets)),
        broad.stream()
            .filter(step -> !inside.isEmpty())
            .map(step -> report(firewall, step, inside).loweredTo(Severity.NOTE)));
  }

  /** The rules that all that leaves comes to, whatever it is. */
  private static Stream<Step> leaving(Firewall firewall, Table nat) {
    CallGraph graph = CallGraph.of(firewall, nat);
    return graph.reachedFrom("POSTROUTING").stream()
        .filter(chain ->
            graph
                .path("POSTROUTING", chain)
                .filter(jumps -> jumps.stream().allMatch(jump -> jump.conditions().isEmpty()))
                .isPresent())
        .flatMap(chain -> firewall.steps("nat", chain));
  }

  private static boolean comesIn(Firewall firewall) {
    DockerHost host = DockerHost.of(firewall);
    Doors doors = Doors.of(firewall);
    Passage passage = Passage.of(firewall);
    Probes probes = new Probes(firewall, host);
    return host.ports().stream()
            .anyMatch(port -> doors.visitors(port).anyMatch(packet -> doors.admit(packet, port)))
        || Stream.concat(probes.passing(), probes.inbound())
            .anyMatch(packet -> passage.admits(Probes.packet(packet), Probes.out(packet)));
  }

  private static boolean hidesAnything(Step step) {
    boolean hides =
        step.action() instanceof Action.Masquerade
            || step.action() instanceof Action.Rewrite to && to.end() == Condition.End.SOURCE;
    return hides && step.conditions().stream().allMatch(Condition.Protocol.class::isInstance);
  }

  private static Finding report(Firewall firewall, Step rule, List<Map<String, Object>> packets) {
    String message =
        "this rule hides the source of every connection that leaves by any interface, also of those that come in: who they are from is lost";
    return Finding.at(Places.of(rule), rule.path(), message)
        .withHelp(
            "say by which interface: -o %s, or whose source: -s NETWORK"
                .formatted(DockerHost.of(firewall).outside()))
        .withExamples(
            packets.stream()
                .map(packet -> new Example(packet, Verdict.ACCEPT.name(), rule.path(), "", true))
                .toList());
  }

  /** From outside to a published port, to a container, or through the host. */
  private static Stream<Map<String, Object>> incoming(Firewall firewall) {
    DockerHost host = DockerHost.of(firewall);
    Doors doors = Doors.of(firewall);
    Probes probes = new Probes(firewall, host);
    Stream<Map<String, Object>> published =
        host.ports().stream().limit(PACKETS / 2).flatMap(doors::visitors);
    return Stream.of(published.limit(PACKETS), probes.passing(), probes.inbound())
        .flatMap(packets -> packets);
  }

  /** From one container to the next, where a bridge's packets are asked about at all. */
  private static Stream<Map<String, Object>> amongContainers(Firewall firewall) {
    return DockerHost.of(firewall).bridges().stream()
        .limit(BRIDGES)
        .flatMap(bridge ->
            bridge.subnets().stream()
                .flatMap(subnet ->
                    Candidates.forwarded(
                        new Way(bridge.name(), bridge.name(), host(subnet, 0), host(subnet, 1)),
                        List.of())
                        .stream()));
  }

  private static Address host(Network subnet, int index) {
    return Addresses.around(subnet).get(index);
  }
}
