package dev.fwlint.rules;

import dev.fwlint.finding.Finding;
import dev.fwlint.model.Firewall;
import java.util.stream.Stream;

/**
 * Finds rules of DOCKER-USER that accept where RETURN was meant: they open ports of containers that
 * nobody published.
 */
final class DockerUserBroadAccept implements Rule {
  private static final String SAID =
      "this rule accepts before Docker's own rules are asked: it lets packets from outside to ports on";

  @Override
  public Stream<Finding> check(Firewall firewall) {
    if (Refusal.hidesFiltering(firewall)) {
      return Stream.empty();
    }
    WideOpen open = WideOpen.of(firewall);
    return Handwritten.inDockerUser(firewall)
        .filter(step -> Handwritten.accepts(step) && !Handwritten.isNarrow(step))
        .flatMap(step ->
            open.by(step).or(() -> open.byNamed(step)).stream()
                .map(opening -> open.finding(Places.of(step), step.path(), SAID, opening))
                .map(finding ->
                    finding.withHelp(
                        "make it RETURN in place of ACCEPT: Docker's rules then let in what is published")));
  }
}
