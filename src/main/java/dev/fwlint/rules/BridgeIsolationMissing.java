package dev.fwlint.rules;

import dev.fwlint.docker.DockerHost;
import dev.fwlint.docker.Isolation;
import dev.fwlint.finding.Finding;
import dev.fwlint.model.Firewall;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds Docker networks whose containers can open connections to those of another network: because
 * a rule that keeps them apart is missing, or because another accepts first.
 */
final class BridgeIsolationMissing implements Rule {
  @Override
  public Stream<Finding> check(Firewall firewall) {
    DockerHost host = DockerHost.of(firewall);
    Optional<Isolation> isolation = Isolation.of(firewall, host);
    boolean hidden = Refusal.hides(firewall, List.of("raw", "mangle", "filter"));
    if (isolation.isEmpty() || host.bridges().size() < 2 || hidden) {
      return Stream.empty();
    }
    Crossings crossings = Crossings.of(firewall, host, isolation.get());
    CrossingReport report = new CrossingReport(firewall, host, crossings.complete());
    return crossings.openings().stream().flatMap(opening -> report.of(opening).stream());
  }
}
