package dev.fwlint.rules;

import dev.fwlint.finding.Finding;
import dev.fwlint.model.Firewall;
import dev.fwlint.rules.Crossings.Cause;
import dev.fwlint.rules.Crossings.Kind;
import java.util.stream.Stream;

/**
 * Finds Docker networks that nothing keeps apart: a rule of Docker's is missing, changed or out of
 * its place, or leaves it to what is lost.
 */
final class BridgeIsolationMissing implements Rule {
  @Override
  public Stream<Finding> check(Firewall firewall) {
    return new CrossingReport(firewall)
        .of(
            Kind.NETWORKS,
            cause -> !(cause instanceof Cause.ByUser) && !(cause instanceof Cause.ByForward));
  }
}
