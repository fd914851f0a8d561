package dev.fwlint.rules;

import dev.fwlint.finding.Finding;
import dev.fwlint.finding.Severity;
import dev.fwlint.model.Action;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.model.Verdict;
import dev.fwlint.reach.DeadSteps.DeadStep;
import dev.fwlint.reach.DeadSteps.Kind;
import java.util.stream.Stream;

/**
 * Finds rules all of whose packets others take first, and at least one of them with another effect.
 */
final class ShadowedRule implements Rule {

  @Override
  public Stream<Finding> check(Firewall firewall) {
    return DeadRules.findings(firewall, Kind.SHADOWED, ShadowedRule::report);
  }

  private static Finding report(DeadStep dead, Firewall firewall) {
    String lines = DeadRules.lines(dead);
    Finding finding =
        DeadRules.finding(
            dead,
            "no packet reaches this rule: %s %s all of its packets first"
                .formatted(lines, DeadRules.one(dead) ? "takes" : "together take"));
    return opensWhatItCloses(dead) ? finding : finding.loweredTo(Severity.WARNING);
  }

  /** A denial that is dead behind an ACCEPT: the file looks safer than it is. */
  private static boolean opensWhatItCloses(DeadStep dead) {
    boolean denies = decides(dead.step(), Verdict.DROP) || decides(dead.step(), Verdict.REJECT);
    return denies
        && dead.causes().stream()
            .flatMap(cause -> cause.step().stream())
            .anyMatch(taker -> decides(taker, Verdict.ACCEPT));
  }

  private static boolean decides(Step step, Verdict verdict) {
    return step.action() instanceof Action.Decide decide && decide.verdict() == verdict;
  }
}
