package dev.fwlint.rules;

import dev.fwlint.finding.Finding;
import dev.fwlint.finding.Severity;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.model.Verdict;
import dev.fwlint.reach.CallGraph;
import dev.fwlint.source.Span;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds what lets packets from outside come to ports of containers that nobody published: the
 * policy of FORWARD, or a rule there.
 */
final class UnpublishedPortReachable implements Rule {
  private static final String SAID = "lets packets from outside to ports of containers on";

  @Override
  public Stream<Finding> check(Firewall firewall) {
    if (Refusal.hidesFiltering(firewall)) {
      return Stream.empty();
    }
    WideOpen open = WideOpen.of(firewall);
    return Stream.concat(byPolicy(firewall, open), byRules(firewall, open));
  }

  private static Stream<Finding> byPolicy(Firewall firewall, WideOpen open) {
    Optional<Span> at =
        firewall
            .chain("filter", "FORWARD")
            .filter(chain -> chain.policy().filter(Verdict.ACCEPT::equals).isPresent())
            .filter(chain -> !Forwarding.isRuledByAProgram(firewall))
            .flatMap(chain -> Places.policy(firewall, chain));
    return at.stream()
        .flatMap(place ->
            open.byPolicy().stream()
                .map(opening ->
                    open.finding(place, "filter/FORWARD", "the FORWARD policy " + SAID, opening)
                        .withHelp(
                            "give all else that this host forwards (VMs, VPNs) an ACCEPT, then: %s -P FORWARD DROP; or use Docker 28.0.1 or later"
                                .formatted(Refusal.program(firewall.family())))));
  }

  private static Stream<Finding> byRules(Firewall firewall, WideOpen open) {
    Set<String> leftToPeople = CallGraph.filterFrom(firewall, "DOCKER-USER");
    return Handwritten.under(firewall, "FORWARD")
        .filter(step -> !leftToPeople.contains(step.chain()))
        .filter(step -> Handwritten.accepts(step) && !Handwritten.isNarrow(step))
        .flatMap(step ->
            open.by(step).stream()
                .map(opening ->
                    open.finding(Places.of(step), step.path(), "this rule " + SAID, opening)
                        .withHelp(new Mending(firewall).published(step)))
                .map(finding -> forSomeAlone(step) ? milder(finding) : finding));
  }

  /** Whether it names who it lets in: then it is not open to strangers. */
  private static boolean forSomeAlone(Step step) {
    return Handwritten.asks(step, Condition.InNetwork.class)
            .anyMatch(in -> in.end() == End.SOURCE && !in.negated())
        || Handwritten.asks(step, Condition.InRange.class)
            .anyMatch(in -> in.end() == End.SOURCE && !in.negated());
  }

  private static Finding milder(Finding finding) {
    return finding.lowered().isPresent() ? finding : finding.loweredTo(Severity.WARNING);
  }
}
