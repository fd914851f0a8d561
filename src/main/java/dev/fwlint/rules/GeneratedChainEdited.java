package dev.fwlint.rules;

import dev.fwlint.docker.Owner;
import dev.fwlint.docker.Owners;
import dev.fwlint.finding.Finding;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import java.util.stream.Stream;

/**
 * Finds rules that people put into chains that a program writes: they are gone when it writes them
 * again.
 */
final class GeneratedChainEdited implements Rule {
  @Override
  public Stream<Finding> check(Firewall firewall) {
    Owners owners = Owners.of(firewall);
    return firewall
        .steps()
        .flatMap(step -> owners.edited(step).stream().map(owner -> report(firewall, step, owner)));
  }

  private static Finding report(Firewall firewall, Step rule, Owner owner) {
    String message =
        "%s is %s's own chain, and it writes no rule like this: it may be gone at the next restart"
            .formatted(Places.quoted(rule.chain()), owner.title());
    return Finding.at(Places.of(rule), rule.path(), message)
        .withHelp(new Rehousing(firewall).help(rule, owner));
  }
}
