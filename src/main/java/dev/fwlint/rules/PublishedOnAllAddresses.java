package dev.fwlint.rules;

import dev.fwlint.ast.Family;
import dev.fwlint.docker.PublishedPort;
import dev.fwlint.finding.Finding;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Protocols;
import java.util.stream.Stream;

/** Finds ports that are published on every address of the host and open to everybody. */
final class PublishedOnAllAddresses implements Rule {
  @Override
  public Stream<Finding> check(Firewall firewall) {
    if (Refusal.hidesTranslating(firewall)) {
      return Stream.empty();
    }
    Doors doors = Doors.of(firewall);
    return doors.open().stream()
        .filter(port -> port.host().isEmpty())
        .map(port -> report(firewall, doors, port));
  }

  private static Finding report(Firewall firewall, Doors doors, PublishedPort port) {
    String protocol = Protocols.name(port.protocol());
    String message =
        "port %s %d is published on every address of the host, and a stranger gets through it to %s"
            .formatted(protocol, port.port(), Titles.container(firewall, port));
    String suffix = port.protocol() == Protocols.TCP ? "" : "/" + protocol;
    String loopback = firewall.family() == Family.IPV4 ? "127.0.0.1" : "[::1]";
    return Outside.to(
        port.bridge(),
        Finding.at(Places.of(port.step()), port.step().path(), message + Missing.tables(firewall))
            .withHelp(
                "publish it on the address it is for: -p %s:%d:%d%s"
                    .formatted(loopback, port.port(), port.containerPort(), suffix))
            .withExamples(doors.packets(port).map(packet -> Doors.through(packet, port)).toList()));
  }
}
