package dev.fwlint.rules;

import dev.fwlint.finding.Example;
import dev.fwlint.finding.Finding;
import dev.fwlint.model.ConnState;
import dev.fwlint.model.ConnectionPart.Direction;
import dev.fwlint.model.ConnectionPart.States;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds rules of DOCKER-USER that stop strangers, and with them the answers to what containers ask
 * of the world.
 */
final class DockerUserDropsReplies implements Rule {
  @Override
  public Stream<Finding> check(Firewall firewall) {
    if (Refusal.hidesFiltering(firewall)) {
      return Stream.empty();
    }
    Replies replies = Replies.of(firewall);
    return Handwritten.inDockerUser(firewall)
        .filter(Handwritten::denies)
        .filter(step -> Replies.portOfBothDirections(step).isEmpty())
        .filter(step -> !isForReplies(step))
        .flatMap(step -> report(firewall, step, replies.stoppedBy(step)));
  }

  /** Whether answers are all that it is about. */
  private static boolean isForReplies(Step step) {
    return Handwritten.asksOfConnection(step, Direction.class)
            .anyMatch(is -> is.original() == is.negated())
        || Handwritten.asksOfConnection(step, States.class)
            .anyMatch(is -> is.states().contains(ConnState.NEW) == is.negated());
  }

  private static Stream<Finding> report(Firewall firewall, Step rule, List<Example> examples) {
    if (examples.isEmpty()) {
      return Stream.empty();
    }
    String to = Probes.out(examples.getFirst().packet());
    String message =
        "this rule also stops the answers to connections that containers on %s open to the outside"
            .formatted(Places.quoted(to));
    return Stream.of(
        Outside.to(
            to,
            Finding.at(Places.of(rule), rule.path(), message + Missing.tables(firewall))
                .withHelp(
                    "add \"-m conntrack --ctstate NEW\" to it, or let answers pass before it: "
                        + "%s -I %s -m conntrack --ctstate RELATED,ESTABLISHED -j RETURN"
                            .formatted(Refusal.program(firewall.family()), rule.chain()))
                .withExamples(examples)));
  }
}
