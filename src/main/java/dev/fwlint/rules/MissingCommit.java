package dev.fwlint.rules;

import dev.fwlint.ast.Problem;
import dev.fwlint.finding.Finding;
import dev.fwlint.model.Firewall;
import java.util.stream.Stream;

/** Finds tables that no COMMIT ends, so that nothing of them is loaded. */
final class MissingCommit implements Rule {

  @Override
  public Stream<Finding> check(Firewall firewall) {
    return Refusal.everywhere(firewall, Problem.Kind.MISSING_COMMIT);
  }
}
