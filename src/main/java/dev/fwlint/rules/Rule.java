package dev.fwlint.rules;

import dev.fwlint.finding.Finding;
import dev.fwlint.model.Firewall;
import java.util.stream.Stream;

/**
 * A rule of the catalogue. Its id is its class's name in kebab case; level and prose stand on its
 * page.
 */
public interface Rule {
  /** All that this rule finds, in any order. */
  Stream<Finding> check(Firewall firewall);
}
