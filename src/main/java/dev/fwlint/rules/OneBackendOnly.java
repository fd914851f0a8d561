package dev.fwlint.rules;

import dev.fwlint.finding.Finding;
import dev.fwlint.model.Firewall;
import java.util.stream.Stream;

/** Finds what one of iptables' two backends loads and the other refuses. */
final class OneBackendOnly implements Rule {

  @Override
  public Stream<Finding> check(Firewall firewall) {
    return Refusal.onOne(firewall);
  }
}
