package dev.fwlint.rules;

import dev.fwlint.ast.Problem;
import dev.fwlint.finding.Finding;
import dev.fwlint.model.Firewall;
import java.util.stream.Stream;

/** Finds jumps to what is neither a chain of the table nor a target. */
final class UnknownChain implements Rule {

  @Override
  public Stream<Finding> check(Firewall firewall) {
    return Refusal.everywhere(firewall, Problem.Kind.UNKNOWN_CHAIN);
  }
}
