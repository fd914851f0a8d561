package dev.fwlint.rules;

import dev.fwlint.docker.DockerHost;
import dev.fwlint.docker.Isolation;
import dev.fwlint.finding.Finding;
import dev.fwlint.finding.Severity;
import dev.fwlint.model.Action;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.rules.Forerunners.Acceptor;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what comes before DOCKER-USER in FORWARD, so that its rules are not asked. */
final class DockerJumpOrder implements Rule {
  private static final String RESTART =
      "restart the Docker daemon, which puts DOCKER-USER and its own chains back in order: systemctl restart docker";

  @Override
  public Stream<Finding> check(Firewall firewall) {
    if (Refusal.hidesFiltering(firewall)) {
      return Stream.empty();
    }
    Optional<Step> jump =
        firewall.steps("filter", "FORWARD").filter(DockerJumpOrder::leadsToDockerUser).findFirst();
    return Isolation.of(firewall, DockerHost.of(firewall))
        .flatMap(isolation -> jump.map(to -> new Forerunners(firewall, isolation, to)))
        .stream()
        .flatMap(before ->
            Stream.of(
                    before.acceptors().stream().map(acceptor -> accepting(firewall, acceptor)),
                    before.stale().map(step -> stale(firewall, before, step)),
                    before.dockers().stream().map(first -> behind(firewall, before, first)))
                .flatMap(findings -> findings));
  }

  private static boolean leadsToDockerUser(Step step) {
    return step.action() instanceof Action.Jump jump && jump.chain().equals("DOCKER-USER");
  }

  private static Finding accepting(Firewall firewall, Acceptor acceptor) {
    CrossingReport report = new CrossingReport(firewall);
    String message =
        "this rule accepts new connections %s, before DOCKER-USER and Docker's own rules are asked, which would stop them%s"
            .formatted(report.ways(acceptor.crossings()), Missing.tables(firewall));
    Finding finding =
        report.withPairs(
            Finding.at(
                Places.of(acceptor.by()),
                acceptor.by().path(),
                message + report.owner(acceptor.by())),
            acceptor.crossings());
    return report.owner(acceptor.by()).isEmpty()
        ? finding.withHelp(new Mending(firewall).moved(acceptor.by()))
        : finding.loweredTo(Severity.NOTE);
  }

  private static Finding stale(Firewall firewall, Forerunners before, Step step) {
    return Finding.at(
            Places.of(step),
            step.path(),
            "this rule is left over from another version of Docker, and what it decides does not come to DOCKER-USER in [line %d](1)"
                .formatted(Places.of(before.jump()).line()))
        .withNote(Places.of(before.jump()), "leads to DOCKER-USER")
        .withHelp(
            "take it out: %s -D FORWARD %d; then %s"
                .formatted(Refusal.program(firewall.family()), step.index(), RESTART));
  }

  private static Finding behind(Firewall firewall, Forerunners before, Step first) {
    boolean acts = !before.overtaken().isEmpty();
    String message =
        acts
            ? "DOCKER-USER comes behind [line %d](1), which decides before its rules are asked"
            : "DOCKER-USER comes behind [line %d](1): rules that are put there are not asked about what Docker accepts";
    Finding finding =
        Finding.at(
                Places.of(before.jump()),
                before.jump().path(),
                message.formatted(Places.of(first).line()))
            .withNote(Places.of(first), "is asked first")
            .withHelp(RESTART)
            .withExamples(acts ? before.overtaken() : before.passing());
    return acts ? finding : finding.loweredTo(Severity.NOTE);
  }
}
