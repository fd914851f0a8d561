package dev.fwlint.rules;

import dev.fwlint.finding.Finding;
import dev.fwlint.model.Firewall;
import dev.fwlint.reach.DeadSteps.DeadStep;
import dev.fwlint.reach.DeadSteps.Kind;
import java.util.stream.Stream;

/** Finds rules in a place that no packet comes to, whatever they ask. */
final class UnreachableRule implements Rule {

  @Override
  public Stream<Finding> check(Firewall firewall) {
    return DeadRules.findings(firewall, Kind.UNREACHABLE, UnreachableRule::report);
  }

  private static Finding report(DeadStep dead, Firewall firewall) {
    String lines = DeadRules.lines(dead);
    String why =
        lines.isEmpty()
            ? "what leads to its chain lets none by"
            : lines + (DeadRules.one(dead) ? " takes" : " together take") + " everything before it";
    return DeadRules.finding(dead, "no packet comes to this rule: " + why);
  }
}
