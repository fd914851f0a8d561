package dev.fwlint.rules;

import dev.fwlint.docker.DockerHost;
import dev.fwlint.docker.Owners;
import dev.fwlint.finding.Example;
import dev.fwlint.finding.Finding;
import dev.fwlint.model.Action;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.model.Verdict;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds rules that hide the source of whatever leaves the host, by whatever interface: also of what
 * comes in to containers.
 */
final class MasqueradeTooBroad implements Rule {
  private static final int PACKETS = 40;

  @Override
  public Stream<Finding> check(Firewall firewall) {
    if (Refusal.hidesTranslating(firewall)) {
      return Stream.empty();
    }
    Owners owners = Owners.of(firewall);
    List<Step> broad =
        firewall
            .steps("nat", "POSTROUTING")
            .filter(step -> hidesAnything(step) && !owners.made(step))
            .toList();
    List<Map<String, Object>> packets =
        broad.isEmpty() ? List.of() : incoming(firewall).limit(PACKETS).toList();
    return packets.isEmpty()
        ? Stream.empty()
        : broad.stream().map(step -> report(firewall, step, packets));
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
}
