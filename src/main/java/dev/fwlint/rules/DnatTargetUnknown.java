package dev.fwlint.rules;

import dev.fwlint.docker.Bridge;
import dev.fwlint.docker.Containers;
import dev.fwlint.docker.DockerHost;
import dev.fwlint.docker.Owners;
import dev.fwlint.finding.Example;
import dev.fwlint.finding.Finding;
import dev.fwlint.model.Action;
import dev.fwlint.model.Address;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.model.Verdict;
import dev.fwlint.reach.Passage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds translations that people wrote to an address on a Docker network where no container is, or
 * for which FORWARD accepts nothing.
 */
final class DnatTargetUnknown implements Rule {
  @Override
  public Stream<Finding> check(Firewall firewall) {
    if (Refusal.hidesTranslating(firewall)) {
      return Stream.empty();
    }
    DockerHost host = DockerHost.of(firewall);
    Owners owners = Owners.of(firewall);
    Containers containers = Containers.of(firewall);
    Passage passage = Passage.of(firewall);
    return firewall
        .steps()
        .filter(step -> step.table().equals("nat") && !owners.made(step))
        .flatMap(step ->
            target(step).stream()
                .flatMap(to ->
                    bridge(host, to).stream()
                        .flatMap(on -> report(firewall, containers, passage, step, to, on))));
  }

  /** The one address that a step translates to, for packets that come in. */
  private static Optional<Address> target(Step step) {
    return step.action() instanceof Action.Rewrite to && to.end() == Condition.End.DESTINATION
        ? to.addresses()
            .filter(range -> range.from().equals(range.to()))
            .map(Action.AddressRange::from)
        : Optional.empty();
  }

  private static Optional<Bridge> bridge(DockerHost host, Address address) {
    return host.bridges().stream()
        .filter(bridge -> bridge.subnets().stream().anyMatch(net -> net.contains(address)))
        .findFirst();
  }

  private static Stream<Finding> report(
      Firewall firewall, Containers containers, Passage passage, Step rule, Address to, Bridge on) {
    List<Address> listed = containers.of(on.name());
    boolean nobody = !listed.isEmpty() && !listed.contains(to) && !on.containers().containsKey(to);
    List<Example> examples =
        Doors.of(firewall)
            .translatedBy(rule, to, on.name())
            .filter(
                packet -> passage.fate(Probes.packet(packet), on.name()).decisions().contains(rule))
            .flatMap(packet -> examples(firewall, rule, on, packet, nobody))
            .toList();
    String message =
        nobody
            ? "this rule sends packets to %s on %s, and no container of this file has that address"
            : "this rule sends packets to %s on %s, and FORWARD accepts none of them there";
    return examples.isEmpty()
        ? Stream.empty()
        : Stream.of(
            Finding.at(
                    Places.of(rule),
                    rule.path(),
                    message.formatted(to, Places.quoted(on.title())) + Missing.tables(firewall))
                .withHelp(
                    "delete it, and let Docker publish the port: docker run -p HOST:CONTAINER")
                .withExamples(examples));
  }

  private static Stream<Example> examples(
      Firewall firewall, Step rule, Bridge on, Map<String, Object> packet, boolean nobody) {
    if (nobody) {
      return Stream.of(Verdict.ACCEPT, Verdict.DROP, Verdict.REJECT, Verdict.UNKNOWN)
          .map(verdict -> new Example(packet, verdict.name(), rule.path()));
    }
    Stream<String> last =
        firewall.steps("filter", "DOCKER").filter(step -> isLast(step, on)).map(Step::path);
    return Stream.concat(Stream.of("filter/FORWARD"), last)
        .map(path -> new Example(packet, Verdict.DROP.name(), path));
  }

  /** What 28 and later have for what nobody published. */
  private static boolean isLast(Step step, Bridge on) {
    return Handwritten.denies(step)
        && step.conditions().size() == 2
        && Handwritten.asks(step, Condition.Interface.class)
            .allMatch(by -> by.name().equals(on.name()));
  }
}
