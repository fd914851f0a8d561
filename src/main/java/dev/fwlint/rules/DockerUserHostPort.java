package dev.fwlint.rules;

import dev.fwlint.docker.DockerHost;
import dev.fwlint.docker.PublishedPort;
import dev.fwlint.finding.Example;
import dev.fwlint.finding.Finding;
import dev.fwlint.model.Action;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Protocols;
import dev.fwlint.model.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds rules of DOCKER-USER that name a published port of the host: there, packets have the
 * container's port.
 */
final class DockerUserHostPort implements Rule {
  @Override
  public Stream<Finding> check(Firewall firewall) {
    DockerHost host = DockerHost.of(firewall);
    Set<List<Integer>> inside = new HashSet<>();
    host.ports().forEach(port -> inside.add(List.of(port.protocol(), port.containerPort())));
    Doors doors = Doors.of(firewall);
    return Handwritten.inDockerUser(firewall)
        .filter(step -> matters(firewall, step) && comesFromOutside(step, host))
        .flatMap(step ->
            doors
                .namedBy(step)
                .filter(port -> !inside.contains(List.of(port.protocol(), port.port())))
                .filter(port -> means(step, port))
                .limit(1)
                .map(port -> report(firewall, doors, step, port)));
  }

  /** Whether a rule does something, or spares packets what a later one does. */
  private static boolean matters(Firewall firewall, Step step) {
    return UserPackets.acts(step)
        || step.action() instanceof Action.Return
            && firewall
                .steps(step.table(), step.chain())
                .anyMatch(later -> later.index() > step.index() && Handwritten.denies(later));
  }

  /** What comes from a bridge of Docker's may well have that port, and be for somebody else. */
  private static boolean comesFromOutside(Step step, DockerHost host) {
    return Handwritten.asks(step, Condition.Interface.class)
        .filter(by -> by.in() && !by.negated())
        .noneMatch(by -> host.bridges().stream().anyMatch(b -> b.name().equals(by.name())));
  }

  /** Whether a rule that names a port of the host is about what is published there. */
  private static boolean means(Step step, PublishedPort port) {
    boolean towards =
        Handwritten.asks(step, Condition.Interface.class)
            .allMatch(by -> by.in() || by.negated() != by.name().equals(port.bridge()));
    return towards
        && Handwritten.asks(step, Condition.Protocol.class)
            .anyMatch(is -> !is.negated() && is.number() == port.protocol())
        && Handwritten.asks(step, Condition.InNetwork.class)
            .filter(in -> in.end() == End.DESTINATION)
            .allMatch(in -> in.negated() != in.network().contains(port.container()));
  }

  private static Finding report(Firewall firewall, Doors doors, Step rule, PublishedPort port) {
    String protocol = Protocols.name(port.protocol());
    String message =
        "no packet to the published port %s %d has that port here: [line %d](1) has made it port %d of %s before"
            .formatted(
                protocol,
                port.port(),
                Places.of(port.step()).line(),
                port.containerPort(),
                port.container());
    return Outside.to(
        port.bridge(),
        Finding.at(Places.of(rule), rule.path(), message)
            .withNote(Places.of(port.step()), "translates the port before FORWARD is reached")
            .withHelp(
                "ask for the container's port, --dport %d, or for what was asked for: -m conntrack --ctorigdstport %d --ctdir ORIGINAL"
                    .formatted(port.containerPort(), port.port()))
            .withExamples(
                doors
                    .packets(port, rule.conditions())
                    .map(packet -> new Example(packet, "", port.step().path(), rule.path(), false))
                    .toList()));
  }
}
