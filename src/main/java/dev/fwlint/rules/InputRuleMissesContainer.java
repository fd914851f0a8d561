package dev.fwlint.rules;

import dev.fwlint.docker.PublishedPort;
import dev.fwlint.finding.Example;
import dev.fwlint.finding.Finding;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.InNetwork;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Protocols;
import dev.fwlint.model.Step;
import dev.fwlint.model.Verdict;
import dev.fwlint.reach.CallGraph;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds rules of INPUT that deny a published port: the packets to it are translated before, and
 * forwarded to a container past INPUT.
 */
final class InputRuleMissesContainer implements Rule {
  /** Where ufw keeps what people told it to deny. */
  private static final Set<String> OF_PEOPLE = Set.of("ufw-user-input", "ufw6-user-input");

  @Override
  public Stream<Finding> check(Firewall firewall) {
    if (Refusal.hidesTranslating(firewall)) {
      return Stream.empty();
    }
    Doors doors = Doors.of(firewall);
    Set<String> chains = CallGraph.filterFrom(firewall, "INPUT");
    Stream<Step> byUfw =
        OF_PEOPLE.stream().filter(chains::contains).flatMap(c -> firewall.steps("filter", c));
    return Stream.concat(Handwritten.under(firewall, "INPUT"), byUfw)
        .filter(Handwritten::denies)
        .flatMap(step ->
            doors
                .namedBy(step)
                .filter(port -> !Doors.isPrivate(port) && means(step, port))
                .flatMap(port -> report(firewall, doors, step, port))
                .limit(1));
  }

  private static boolean means(Step step, PublishedPort port) {
    return Handwritten.takesProtocol(step, port.protocol())
        && Handwritten.asks(step, InNetwork.class)
            .filter(in -> in.end() == Condition.End.DESTINATION)
            .allMatch(
                in -> port.host().filter(a -> in.negated() != in.network().contains(a)).isPresent())
        && (port.host().isEmpty()
            || Handwritten.asks(step, InNetwork.class)
                .anyMatch(in -> in.end() == Condition.End.DESTINATION));
  }

  private static Stream<Finding> report(
      Firewall firewall, Doors doors, Step rule, PublishedPort port) {
    List<Example> examples =
        doors
            .packets(port, rule.conditions())
            .filter(packet -> doors.admit(packet, port))
            .map(packet ->
                new Example(packet, Verdict.ACCEPT.name(), port.step().path(), rule.path(), true))
            .toList();
    if (examples.isEmpty()) {
      return Stream.empty();
    }
    String in = Probes.in(examples.getFirst().packet());
    String message =
        "packets to the published port %s %d never come here: [line %d](1) sends them to %s, past INPUT"
            .formatted(
                Protocols.name(port.protocol()),
                port.port(),
                Places.of(port.step()).line(),
                Titles.container(firewall, port));
    return Stream.of(
        Outside.to(
            port.bridge(),
            Finding.at(Places.of(rule), rule.path(), message + Missing.tables(firewall))
                .withNote(
                    Places.of(port.step()), "translates them before INPUT or FORWARD is chosen")
                .withHelp(
                    "%s -I %s -i %s%s -p %s -m conntrack --ctorigdstport %d --ctdir ORIGINAL -j DROP"
                        .formatted(
                            Refusal.program(firewall.family()),
                            Mending.hook(firewall),
                            in,
                            from(rule),
                            Protocols.name(port.protocol()),
                            port.port()))
                .withExamples(examples)));
  }

  /** Whom a rule is about, as options. */
  private static String from(Step rule) {
    return Handwritten.asks(rule, InNetwork.class)
        .filter(in -> in.end() == Condition.End.SOURCE)
        .map(in -> (in.negated() ? " ! -s " : " -s ") + in.network())
        .collect(Collectors.joining());
  }
}
