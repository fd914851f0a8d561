package dev.fwlint.rules;

import dev.fwlint.finding.Finding;
import dev.fwlint.model.Firewall;
import dev.fwlint.rules.Crossings.Kind;
import java.util.stream.Stream;

/** Finds internal Docker networks that reach something else, or are reached from there. */
final class InternalNetworkLeak implements Rule {
  @Override
  public Stream<Finding> check(Firewall firewall) {
    return new CrossingReport(firewall).of(Kind.INTERNAL, cause -> true);
  }
}
