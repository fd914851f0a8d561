package dev.fwlint.rules;

import dev.fwlint.ast.Family;
import dev.fwlint.docker.DockerHost;
import dev.fwlint.docker.Isolation;
import dev.fwlint.docker.PublishedPort;
import dev.fwlint.finding.Example;
import dev.fwlint.finding.Finding;
import dev.fwlint.finding.Severity;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Protocols;
import dev.fwlint.model.Step;
import dev.fwlint.model.Verdict;
import dev.fwlint.reach.Passage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds ports that are published on loopback alone and that others get to all the same: with a
 * packet to 127.0.0.1 from the same link, or by the container's own address.
 */
final class LoopbackPublishExposed implements Rule {
  @Override
  public Stream<Finding> check(Firewall firewall) {
    if (Refusal.hidesTranslating(firewall)) {
      return Stream.empty();
    }
    DockerHost host = DockerHost.of(firewall);
    Passage passage = Passage.of(firewall);
    Doors doors = Doors.of(firewall);
    boolean unseen = Missing.guard(firewall, host);
    Optional<Isolation> isolation = Isolation.of(firewall, host);
    Predicate<Step> leaks =
        step -> Isolation.publishes(step) && isolation.filter(is -> is.intends(step)).isEmpty();
    return host.ports().stream()
        .filter(port -> port.host().filter(Doors::isLoopback).isPresent())
        .flatMap(port -> {
          List<Finding> translated = translated(firewall, doors, port).toList();
          boolean alone = translated.isEmpty() && firewall.family() == Family.IPV4;
          return Stream.concat(
              translated.stream(),
              direct(firewall, passage, doors, leaks, port)
                  .map(finding -> alone ? finding.loweredTo(Severity.NOTE) : finding));
        })
        .map(finding -> unseen ? finding.loweredTo(Severity.NOTE) : finding);
  }

  private static Stream<Finding> translated(Firewall firewall, Doors doors, PublishedPort port) {
    if (firewall.family() == Family.IPV6) {
      // the kernel drops what comes from a link to ::1 before any rule (ip6_rcv_core)
      return Stream.empty();
    }
    List<Map<String, Object>> packets =
        doors.packets(port).filter(packet -> doors.admit(packet, port)).toList();
    String message =
        "%s is published on %s, but this rule also takes what a neighbour on the link of %s sends to that address"
            .formatted(name(port), port.host().orElseThrow(), in(packets));
    return report(firewall, port, port.step(), packets, message)
        .map(finding ->
            finding.withHelp(
                "drop such packets before: iptables -t raw -I PREROUTING -d 127.0.0.0/8 ! -i lo -j DROP; Docker 28 and later does so"));
  }

  private static Stream<Finding> direct(
      Firewall firewall, Passage passage, Doors doors, Predicate<Step> leaks, PublishedPort port) {
    for (Map<String, Object> packet : doors.direct(port).toList()) {
      Passage.Fate fate = passage.fate(Probes.packet(packet), port.bridge());
      Optional<Step> by = fate.acceptor().filter(leaks);
      if (fate.admitted() && by.isPresent()) {
        String message =
            "%s is published on %s, but this rule lets everybody who has a route to %s come to it there"
                .formatted(name(port), port.host().orElseThrow(), port.container());
        return report(firewall, port, by.get(), List.of(packet), message)
            .map(finding ->
                finding.withHelp(
                    "%s -I %s -i %s -d %s -m conntrack --ctstate NEW -j DROP; Docker 28 and later does so in its raw table"
                        .formatted(
                            Refusal.program(firewall.family()),
                            Mending.hook(firewall),
                            packet.get("in"),
                            port.container())));
      }
    }
    return Stream.empty();
  }

  private static Stream<Finding> report(
      Firewall firewall,
      PublishedPort port,
      Step at,
      List<Map<String, Object>> packets,
      String message) {
    if (packets.isEmpty()) {
      return Stream.empty();
    }
    return Stream.of(
        Outside.to(
            port.bridge(),
            Finding.at(Places.of(at), at.path(), message + Missing.tables(firewall))
                .withExamples(
                    packets.stream()
                        .map(packet -> new Example(packet, Verdict.ACCEPT.name(), at.path()))
                        .toList())));
  }

  private static String in(List<Map<String, Object>> packets) {
    return packets.isEmpty() ? "" : Places.quoted(Probes.in(packets.getFirst()));
  }

  private static String name(PublishedPort port) {
    return "port %s %d".formatted(Protocols.name(port.protocol()), port.port());
  }
}
