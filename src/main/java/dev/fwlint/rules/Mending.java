package dev.fwlint.rules;

import dev.fwlint.docker.DockerHost;
import dev.fwlint.docker.Owner;
import dev.fwlint.docker.Owners;
import dev.fwlint.model.Action;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.reach.Crossing;
import dev.fwlint.rules.Crossings.Cause;
import dev.fwlint.rules.Crossings.Opening;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What to do against what opens a way from one network to another, in this host's words. */
final class Mending {
  static final String RESTART =
      "restart the Docker daemon, which writes its rules anew: systemctl restart docker";

  private static final int COMMANDS = 4;

  private final Firewall firewall;
  private final DockerHost host;

  Mending(Firewall firewall) {
    this.firewall = firewall;
    host = DockerHost.of(firewall);
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
    Optional<Owner> owner = Owners.of(firewall).of(step);
    if (owner.isPresent()) {
      return "%s; whenever %s starts, that has to be put on top again%s"
          .formatted(
              apart(opening.crossings()),
              owner.get().title(),
              owner.get().userHook().map(hook -> ", or see to it there: " + hook).orElse(""));
    }
    return deleted(step)
        + "; Docker's own rules let in what is published, and out what containers ask";
  }

  /** A rule of FORWARD put where Docker leaves it to people, if it says what it is about. */
  String moved(Step step) {
    return Handwritten.isNarrow(step)
        ? "%s; where Docker's rules are to be passed by, put it into DOCKER-USER: %s -I DOCKER-USER%s"
            .formatted(deleted(step), program(), Places.behindChain(step))
        : published(step);
  }

  /**
   * A rule that lets in what nobody published. What says nothing of where it leads to is often
   * meant for something else, too, but not where it stands in a chain of Docker's, or where there
   * is nothing else.
   */
  String published(Step step) {
    boolean toContainers =
        Owners.of(firewall).edited(step).isPresent()
            || names(step, false)
            || Handwritten.asks(step, Condition.InNetwork.class)
                .anyMatch(in -> in.end() == Condition.End.DESTINATION);
    return elsewhere(step)
        .filter(out -> !toContainers)
        .map(out ->
            "publish the ports that are meant to be reached, and let it say by which interface the rest leaves: %s -R %s %d%s"
                .formatted(
                    program(), step.chain(), step.index(), Places.behindChain(step, " -o " + out)))
        .orElseGet(() ->
            "delete it, and publish the ports that are meant to be reached: %s -D %s%s"
                .formatted(program(), step.chain(), Places.behindChain(step)));
  }

  /** An interface to the outside that a rule does not name. */
  private Optional<String> elsewhere(Step step) {
    return Stream.concat(host.externals().stream(), Stream.of(host.outside(), "eth0"))
        .filter(name ->
            Handwritten.asks(step, Condition.Interface.class)
                .noneMatch(by -> by.name().equals(name)))
        .findFirst();
  }

  /** The chain of this host that is left to people: Docker up to 17.05 has none but FORWARD. */
  static String hook(Firewall firewall) {
    return firewall.chain("filter", "DOCKER-USER").isPresent() ? "DOCKER-USER" : "FORWARD";
  }

  private String deleted(Step step) {
    return "take it out: %s -D %s %d".formatted(program(), step.chain(), step.index());
  }

  /** The commands that keep pairs of networks apart, of the first few. */
  String apart(List<Crossing> crossings) {
    return "keep them apart: "
        + crossings.stream()
            .limit(COMMANDS)
            .map(crossing ->
                "%s -I %s -i %s -o %s -j DROP"
                    .formatted(
                        program(),
                        actsInDockerUser(crossing) ? "DOCKER-USER" : "FORWARD",
                        crossing.from().device(),
                        crossing.to().device()))
            .collect(Collectors.joining("; "));
  }

  /** Whether DOCKER-USER is asked about a packet before it is accepted. */
  private boolean actsInDockerUser(Crossing crossing) {
    int accepted =
        Stream.concat(crossing.jumps().stream(), crossing.by().stream())
            .findFirst()
            .map(Step::index)
            .orElse(Integer.MAX_VALUE);
    return firewall
        .steps("filter", "FORWARD")
        .filter(step -> step.conditions().isEmpty())
        .filter(
            step -> step.action() instanceof Action.Jump jump && jump.chain().equals("DOCKER-USER"))
        .anyMatch(step -> step.index() <= accepted);
  }

  /** A rule without what goes from a bridge back to it. */
  String but(Step step, String bridge) {
    String rest = Places.behindChain(step);
    boolean from = names(step, true);
    boolean to = names(step, false);
    if (from && to || !rest.contains(" -j ACCEPT")) {
      return deleted(step);
    }
    return "leave out what stays on the bridge: %s -R %s %d%s"
        .formatted(
            program(),
            step.chain(),
            step.index(),
            rest.replace(" -j ACCEPT", " ! %s %s -j ACCEPT".formatted(to ? "-i" : "-o", bridge)));
  }

  private static boolean names(Step step, boolean in) {
    return step.conditions().stream()
        .anyMatch(condition -> condition instanceof Condition.Interface by && by.in() == in);
  }
}
