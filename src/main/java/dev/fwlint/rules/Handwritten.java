package dev.fwlint.rules;

import dev.fwlint.docker.Owners;
import dev.fwlint.model.Action;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.ConnectionPart;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Range;
import dev.fwlint.model.Step;
import dev.fwlint.model.Verdict;
import dev.fwlint.reach.CallGraph;
import java.util.List;
import java.util.stream.Stream;

/** Rules that people wrote, and what they ask. */
final class Handwritten {
  private Handwritten() {}

  /** Those of a chain of the filter table and of the chains that it leads to. */
  static Stream<Step> under(Firewall firewall, String chain) {
    Owners owners = Owners.of(firewall);
    return CallGraph.filterFrom(firewall, chain).stream()
        .flatMap(name -> firewall.steps("filter", name))
        .filter(step -> !owners.made(step));
  }

  /**
   * Those of DOCKER-USER and of the chains that it leads to; none where FORWARD leads not there.
   */
  static Stream<Step> inDockerUser(Firewall firewall) {
    return CallGraph.filterFrom(firewall, "FORWARD").contains("DOCKER-USER")
        ? under(firewall, "DOCKER-USER")
        : Stream.empty();
  }

  /** Whether a step stops what it takes. */
  static boolean denies(Step step) {
    return step.action() instanceof Action.Decide decided && decided.verdict() != Verdict.ACCEPT;
  }

  static boolean accepts(Step step) {
    return step.action() instanceof Action.Decide decided && decided.verdict() == Verdict.ACCEPT;
  }

  static <T extends Condition> Stream<T> asks(Step step, Class<T> type) {
    return step.conditions().stream().filter(type::isInstance).map(type::cast);
  }

  static <T extends ConnectionPart> Stream<T> asksOfConnection(Step step, Class<T> type) {
    return asks(step, Condition.Connection.class)
        .flatMap(connection -> connection.parts().stream())
        .filter(type::isInstance)
        .map(type::cast);
  }

  /** The single ports, of the packet as it is, that a step names as its destination. */
  static List<Integer> namedPorts(Step step) {
    return asks(step, Condition.Port.class)
        .filter(port -> port.end() == End.DESTINATION && !port.negated())
        .flatMap(port -> port.ports().stream())
        .filter(range -> range.from() == range.to())
        .map(Range::from)
        .map(Long::intValue)
        .toList();
  }

  /** Whether it is about some ports alone, now or as they were asked for. */
  private static boolean namesPorts(Step step) {
    return asks(step, Condition.Port.class)
            .anyMatch(port -> port.end() == End.DESTINATION && !port.negated())
        || asks(step, Condition.EitherPort.class).anyMatch(port -> !port.negated())
        || asksOfConnection(step, ConnectionPart.Port.class)
            .anyMatch(port -> port.original() && port.end() == End.DESTINATION && !port.negated());
  }

  /** Whether it says what it is about: some ports, or a single host as the destination. */
  static boolean isNarrow(Step step) {
    return namesPorts(step)
        || asks(step, Condition.InNetwork.class)
            .anyMatch(in -> in.end() == End.DESTINATION && !in.negated() && in.network().isHost());
  }

  /** Whether a packet of this protocol may be meant. */
  static boolean takesProtocol(Step step, int number) {
    return asks(step, Condition.Protocol.class)
        .allMatch(is -> is.negated() != (is.number() == number));
  }
}
