package dev.fwlint.rules;

import dev.fwlint.finding.Finding;
import dev.fwlint.model.Firewall;
import dev.fwlint.reach.DeadSteps.DeadStep;
import dev.fwlint.reach.DeadSteps.Kind;
import dev.fwlint.reach.Reach.Cause;
import java.util.stream.Stream;

/**
 * Finds rules that packets come to, but none that they ask for: the jumps to their chain, a RETURN,
 * a mark or a state exclude it.
 */
final class ContradictedRule implements Rule {
  @Override
  public Stream<Finding> check(Firewall firewall) {
    return DeadRules.findings(firewall, Kind.CONTRADICTED, ContradictedRule::report);
  }

  private static Finding report(DeadStep dead, Firewall firewall) {
    return DeadRules.finding(dead, "no packet can hit this rule: " + why(dead, firewall));
  }

  private static String why(DeadStep dead, Firewall firewall) {
    String lines = DeadRules.lines(dead);
    if (lines.isEmpty()) {
      return firewall.facts().host().isPresent()
          ? "routing on this host, and what comes before it, leave none that it asks for"
          : "what comes before it leaves none that it asks for";
    }
    boolean jumps =
        dead.causes().stream().allMatch(cause -> cause.kind() == Cause.Kind.DOES_NOT_MATCH);
    return jumps
        ? "what leads to %s excludes what it asks for: %s"
            .formatted(Places.quoted(dead.step().chain()), lines)
        : "%s %s none come here that it asks for"
            .formatted(lines, DeadRules.one(dead) ? "lets" : "let");
  }
}
