package dev.fwlint.rules;

import dev.fwlint.docker.Owners;
import dev.fwlint.finding.Example;
import dev.fwlint.finding.Finding;
import dev.fwlint.model.Firewall;
import dev.fwlint.reach.DeadSteps.DeadStep;
import dev.fwlint.reach.DeadSteps.Kind;
import dev.fwlint.reach.Redundancy;
import dev.fwlint.reach.Redundancy.Foreign;
import dev.fwlint.reach.Redundancy.Needless;
import dev.fwlint.source.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds rules that say what has been said, or what is said again: others do the same with all of
 * their packets, before or behind.
 */
final class RedundantRule implements Rule {

  @Override
  public Stream<Finding> check(Firewall firewall) {
    return Stream.concat(
        DeadRules.findings(firewall, Kind.REDUNDANT, RedundantRule::report), alive(firewall));
  }

  private static Finding report(DeadStep dead, Firewall firewall) {
    String message =
        "this rule does nothing: %s %s the same with all of its packets before"
            .formatted(DeadRules.lines(dead), DeadRules.one(dead) ? "does" : "together do");
    return DeadRules.finding(dead, message).withProperty("dead", true);
  }

  /** Rules that programs made come and go: no other rule is needless because of them. */
  private static Stream<Finding> alive(Firewall firewall) {
    if (Refusal.hides(firewall, List.copyOf(firewall.tables().keySet()))) {
      return Stream.empty();
    }
    Owners owners = Owners.of(firewall);
    Redundancy redundancy = Redundancy.of(firewall, new Foreign(owners::made, owners::follows));
    Map<String, Optional<Span>> policies = new HashMap<>();
    return NeedlessRun.of(redundancy.lines()).stream()
        .map(run ->
            run.finding(chain ->
                    policies.computeIfAbsent(chain.path(), path -> Places.policy(firewall, chain)))
                .withExamples(examples(redundancy, run.rules().getFirst()))
                .withProperty("dead", false));
  }

  private static List<Example> examples(Redundancy redundancy, Needless rule) {
    return redundancy.packetsFor(rule).stream()
        .map(packet -> new Example(packet, "", rule.hit().path()))
        .toList();
  }
}
