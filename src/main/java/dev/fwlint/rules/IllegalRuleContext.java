package dev.fwlint.rules;

import dev.fwlint.ast.Problem;
import dev.fwlint.finding.Finding;
import dev.fwlint.model.Firewall;
import java.util.stream.Stream;

/** Finds words that iptables knows in a place or a combination that it refuses. */
final class IllegalRuleContext implements Rule {

  @Override
  public Stream<Finding> check(Firewall firewall) {
    return Refusal.everywhere(firewall, Problem.Kind.CONTEXT);
  }
}
