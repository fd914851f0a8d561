package dev.fwlint.rules;

import dev.fwlint.finding.Finding;
import dev.fwlint.model.Firewall;
import dev.fwlint.reach.DeadSteps.DeadStep;
import dev.fwlint.reach.DeadSteps.Kind;
import java.util.stream.Stream;

/** Finds rules that say what has been said: others do the same with all of their packets first. */
final class RedundantRule implements Rule {

  @Override
  public Stream<Finding> check(Firewall firewall) {
    return DeadRules.findings(firewall, Kind.REDUNDANT, RedundantRule::report);
  }

  private static Finding report(DeadStep dead, Firewall firewall) {
    String message =
        "this rule does nothing: %s %s the same with all of its packets before"
            .formatted(DeadRules.lines(dead), DeadRules.one(dead) ? "does" : "together do");
    return DeadRules.finding(dead, message).withProperty("dead", true);
  }
}
