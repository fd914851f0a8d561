package dev.fwlint.rules;

import dev.fwlint.docker.DockerHost;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.rules.Crossings.Cause;
import dev.fwlint.rules.Crossings.Opening;

/** What to do against what opens a way from one network to another, in this host's words. */
final class Mending {
  private static final String RESTART =
      "restart the Docker daemon, which writes its rules anew: systemctl restart docker";

  private final Firewall firewall;
  private final DockerHost host;

  Mending(Firewall firewall, DockerHost host) {
    this.firewall = firewall;
    this.host = host;
  }

  String help(Opening opening) {
    return switch (opening.cause()) {
      case Cause.Missing missing -> RESTART;
      case Cause.Unguarded step -> RESTART;
      case Cause.Misplaced step -> RESTART;
      case Cause.Returned step -> returned(step.by());
      case Cause.Unprotected step ->
          "where that is not meant, make the network again without"
              + " com.docker.network.bridge.gateway_mode_ipv4=nat-unprotected";
      case Cause.ByUser step ->
          "let Docker's own rules decide: "
              + replaced(step.by())
              + "; containers that are to talk belong on one network";
      case Cause.ByForward step -> forward(opening, step.by());
      case Cause.ByPolicy policy -> "give it back: " + program() + " -P FORWARD DROP";
    };
  }

  private String program() {
    return Refusal.program(firewall.family());
  }

  private String replaced(Step step) {
    return "%s -R %s %d%s"
        .formatted(
            program(),
            step.chain(),
            step.index(),
            Places.behindChain(step).replaceFirst("(-j|--jump) ACCEPT\\b", "$1 RETURN"));
  }

  private String returned(Step step) {
    return step.chain().equals("FORWARD")
        ? deleted(step) + ", and restart the Docker daemon where Docker's rules are not whole then"
        : RESTART;
  }

  private String forward(Opening opening, Step step) {
    String deleted = deleted(step);
    if (firewall.chain("filter", "DOCKER-USER").isEmpty()) {
      return deleted + "; Docker's own rules let in what is published, and out what containers ask";
    }
    return "%s; what it is for goes into DOCKER-USER with both its interfaces, as in %s -I DOCKER-USER -i %s -o %s -j ACCEPT"
        .formatted(
            deleted, program(), opening.crossings().getFirst().from().device(), host.outside());
  }

  private String deleted(Step step) {
    return "take it out: %s -D %s %d".formatted(program(), step.chain(), step.index());
  }
}
