package dev.fwlint.rules;

import dev.fwlint.ast.Family;
import dev.fwlint.docker.DockerHost;
import dev.fwlint.docker.PublishedPort;
import dev.fwlint.finding.Example;
import dev.fwlint.finding.Finding;
import dev.fwlint.model.Firewall;
import dev.fwlint.source.Span;
import java.util.List;
import java.util.stream.Stream;

/** Finds hosts on which DOCKER-USER keeps nobody from the published ports. */
final class DockerUserOpen implements Rule {
  private static final int EXAMPLES = 10;

  @Override
  public Stream<Finding> check(Firewall firewall) {
    if (Refusal.hidesTranslating(firewall)) {
      return Stream.empty();
    }
    DockerHost host = DockerHost.of(firewall);
    Doors doors = Doors.of(firewall);
    return firewall.chain("filter", "DOCKER-USER").stream()
        .filter(chain -> doors.leadToDockerUser())
        .flatMap(chain -> Places.declaration(chain).stream())
        .flatMap(at -> {
          List<PublishedPort> open = doors.open();
          return open.isEmpty() || doors.areGuarded()
              ? Stream.empty()
              : Stream.of(report(firewall, host, doors, open, at));
        });
  }

  private static Finding report(
      Firewall firewall, DockerHost host, Doors doors, List<PublishedPort> open, Span at) {
    List<Example> examples =
        open.stream()
            .limit(EXAMPLES)
            .flatMap(port -> doors.packets(port).map(packet -> Doors.through(packet, port)))
            .toList();
    String clients = firewall.family() == Family.IPV4 ? "192.0.2.0/24" : "2001:db8::/32";
    List<String> bridges = open.stream().map(PublishedPort::bridge).distinct().toList();
    return Outside.to(
        bridges,
        Finding.at(
                at,
                "filter/DOCKER-USER",
                "nothing in \"DOCKER-USER\" keeps anybody from the published "
                    + Doors.named(open)
                    + Missing.tables(firewall))
            .withNotes(Doors.notes(firewall, open))
            .withHelp(
                "let in whom they are for, here %s: %s -I DOCKER-USER -i %s ! -s %s -m conntrack --ctstate NEW -j DROP"
                    .formatted(
                        clients, Refusal.program(firewall.family()), host.outside(), clients))
            .withExamples(examples));
  }
}
