package dev.fwlint.rules;

import dev.fwlint.docker.DockerHost;
import dev.fwlint.finding.Example;
import dev.fwlint.model.Action;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.model.Verdict;
import dev.fwlint.reach.Candidates;
import dev.fwlint.reach.Candidates.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Packets that rules of DOCKER-USER were written for, for findings that say that they do not get
 * there.
 */
final class UserPackets {
  private static final int ENOUGH = 6;

  private final List<Way> ways = new ArrayList<>();
  private final List<Step> accepts;

  UserPackets(Firewall firewall) {
    DockerHost host = DockerHost.of(firewall);
    ways.addAll(host.inbound(firewall));
    ways.addAll(host.outbound(firewall));
    ways.add(host.passing(firewall));
    accepts = firewall.steps("filter", "DOCKER").filter(Handwritten::accepts).limit(100).toList();
  }

  /** Whether a rule does more than go back or go on: one without a target only counts. */
  static boolean acts(Step step) {
    return switch (step.action()) {
      case Action.Return back -> false;
      case Action.Continue on -> !on.target().isEmpty();
      default -> true;
    };
  }

  /**
   * Examples of packets that meet a rule's conditions and those of the jumps that lead to its
   * chain. Which verdict they get is not known here, so each is offered with each, the contrary of
   * what the rule does first.
   *
   * @param jumps those that lead from FORWARD to its chain
   * @param passes what the packets should be seen to pass, the most telling first
   */
  List<Example> examples(Step rule, List<Step> jumps, List<String> passes) {
    List<Map<String, Object>> packets = packets(rule, jumps);
    List<Verdict> verdicts =
        Handwritten.accepts(rule)
            ? List.of(Verdict.DROP, Verdict.REJECT, Verdict.ACCEPT, Verdict.UNKNOWN)
            : List.of(Verdict.ACCEPT, Verdict.DROP, Verdict.REJECT, Verdict.UNKNOWN);
    return passes.stream()
        .flatMap(passed ->
            verdicts.stream()
                .flatMap(
                    verdict -> packets.stream().map(p -> new Example(p, verdict.name(), passed))))
        .toList();
  }

  private List<Map<String, Object>> packets(Step rule, List<Step> jumps) {
    List<Condition> conditions = new ArrayList<>(rule.conditions());
    jumps.forEach(jump -> conditions.addAll(jump.conditions()));
    List<Way> fitting =
        ways.stream().filter(way -> Candidates.suits(way, conditions)).limit(ENOUGH).toList();
    List<Way> near = fitting.isEmpty() ? ways.subList(0, Math.min(ENOUGH, ways.size())) : fitting;
    Stream<Map<String, Object>> toPublished =
        accepts.stream()
            .map(
                accept -> Stream.concat(conditions.stream(), accept.conditions().stream()).toList())
            .flatMap(both -> near.stream().flatMap(way -> forwarded(way, both)).limit(1))
            .limit(ENOUGH);
    return Stream.concat(toPublished, near.stream().flatMap(way -> forwarded(way, conditions)))
        .distinct()
        .toList();
  }

  private static Stream<Map<String, Object>> forwarded(Way way, List<Condition> conditions) {
    return Candidates.forwarded(way, conditions).stream();
  }
}
