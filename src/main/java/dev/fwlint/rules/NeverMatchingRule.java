package dev.fwlint.rules;

import dev.fwlint.finding.Finding;
import dev.fwlint.model.Firewall;
import dev.fwlint.reach.DeadSteps.DeadStep;
import dev.fwlint.reach.DeadSteps.Kind;
import java.util.stream.Stream;

/** Finds rules whose own conditions no packet meets where they stand. */
final class NeverMatchingRule implements Rule {

  @Override
  public Stream<Finding> check(Firewall firewall) {
    return DeadRules.findings(firewall, Kind.NEVER_MATCHING, NeverMatchingRule::report);
  }

  private static Finding report(DeadStep dead, Firewall firewall) {
    String place = dead.step().table() + "/" + dead.step().chain();
    return DeadRules.finding(
        dead,
        "no packet can match this rule: its conditions exclude each other, or are never met in "
            + Places.quoted(place));
  }
}
