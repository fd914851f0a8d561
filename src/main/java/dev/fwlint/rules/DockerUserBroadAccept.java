package dev.fwlint.rules;

import dev.fwlint.docker.DockerHost;
import dev.fwlint.finding.Example;
import dev.fwlint.finding.Finding;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.model.Verdict;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds rules of DOCKER-USER that accept where RETURN was meant: they open ports of containers that
 * nobody published.
 */
final class DockerUserBroadAccept implements Rule {
  @Override
  public Stream<Finding> check(Firewall firewall) {
    if (Refusal.hides(firewall, List.of("raw", "mangle", "filter"))) {
      return Stream.empty();
    }
    WideOpen open = new WideOpen(firewall, DockerHost.of(firewall));
    return Handwritten.inDockerUser(firewall)
        .filter(step -> Handwritten.accepts(step) && !Handwritten.isNarrow(step))
        .flatMap(
            step -> open.by(step).stream().map(opening -> report(firewall, open, step, opening)));
  }

  private static Finding report(
      Firewall firewall, WideOpen open, Step rule, WideOpen.Opening opening) {
    List<String> bridges = opening.bridges();
    String message =
        "this rule accepts before Docker's own rules are asked: it lets packets from outside to ports on %s that nobody published%s"
            .formatted(Titles.network(firewall, bridges.getFirst()), WideOpen.guarded(opening));
    Finding finding =
        Finding.at(Places.of(rule), rule.path(), message + Missing.tables(firewall))
            .withHelp(
                "make it RETURN in place of ACCEPT: Docker's rules then let in what is published")
            .withExamples(
                opening.packets().stream()
                    .map(packet -> new Example(packet, Verdict.ACCEPT.name(), rule.path()))
                    .toList())
            .withProperty("from", "outside")
            .withProperty("to", bridges.getFirst())
            .withProperty(
                "pairs", bridges.stream().map(bridge -> List.of("outside", bridge)).toList());
    return open.lowered(opening).map(finding::loweredTo).orElse(finding);
  }
}
