package dev.fwlint.rules;

import dev.fwlint.finding.Finding;
import dev.fwlint.model.Firewall;
import dev.fwlint.rules.Crossings.Cause;
import dev.fwlint.rules.Crossings.Kind;
import java.util.stream.Stream;

/**
 * Finds rules of FORWARD that accept, before Docker's own, what these would keep from one network
 * to another.
 */
final class ForwardIsolationBypass implements Rule {
  @Override
  public Stream<Finding> check(Firewall firewall) {
    return new CrossingReport(firewall).of(Kind.NETWORKS, Cause.ByForward.class::isInstance);
  }
}
