package dev.fwlint.rules;

import dev.fwlint.ast.Problem;
import dev.fwlint.finding.Finding;
import dev.fwlint.model.Firewall;
import java.util.stream.Stream;

/**
 * Finds what iptables cannot read: a misspelt option, a value that is none, a line that is no
 * command.
 */
final class SyntaxError implements Rule {

  @Override
  public Stream<Finding> check(Firewall firewall) {
    return Refusal.everywhere(firewall, Problem.Kind.SYNTAX);
  }
}
