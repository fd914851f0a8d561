package dev.fwlint.rules;

import dev.fwlint.finding.Finding;
import dev.fwlint.model.Firewall;
import dev.fwlint.rules.Crossings.Cause;
import dev.fwlint.rules.Crossings.Kind;
import java.util.stream.Stream;

/**
 * Finds rules of DOCKER-USER that accept what Docker's own would keep from one network to another.
 */
final class DockerUserIsolationBypass implements Rule {
  @Override
  public Stream<Finding> check(Firewall firewall) {
    return new CrossingReport(firewall).of(Kind.NETWORKS, Cause.ByUser.class::isInstance);
  }
}
