package dev.fwlint.rules;

import dev.fwlint.docker.Owner;
import dev.fwlint.model.Action;
import dev.fwlint.model.Firewall;
import java.util.stream.Stream;

/** Who decides what a host forwards. */
final class Forwarding {
  private Forwarding() {}

  /** Whether FORWARD hands everything to a program that decides by itself, whatever the policy. */
  static boolean isRuledByAProgram(Firewall firewall) {
    return firewall
        .steps("filter", "FORWARD")
        .flatMap(step ->
            step.action() instanceof Action.Jump to ? Stream.of(to.chain()) : Stream.empty())
        .flatMap(name -> firewall.chain("filter", name).stream())
        .anyMatch(chain -> Owner.of(chain).filter(Owner::rulesForwarding).isPresent());
  }
}
