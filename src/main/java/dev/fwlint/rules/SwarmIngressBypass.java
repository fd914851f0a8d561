package dev.fwlint.rules;

import dev.fwlint.docker.Isolation;
import dev.fwlint.finding.Finding;
import dev.fwlint.finding.Note;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.reach.Crossing;
import java.util.List;
import java.util.stream.Stream;

/** Finds ports of swarm by which one network reaches containers of another that have the same. */
final class SwarmIngressBypass implements Rule {
  @Override
  public Stream<Finding> check(Firewall firewall) {
    List<Crossing> crossings =
        Crossings.of(firewall).meant().stream()
            .filter(crossing -> crossing.by().filter(Isolation::isSwarms).isPresent())
            .toList();
    List<Step> steps =
        crossings.stream().flatMap(crossing -> crossing.by().stream()).distinct().toList();
    return steps.stream().limit(1).map(first -> finding(firewall, crossings, first, steps));
  }

  private static Finding finding(
      Firewall firewall, List<Crossing> crossings, Step first, List<Step> steps) {
    CrossingReport report = new CrossingReport(firewall);
    List<Crossing> pairs = Crossings.onePerPair(crossings);
    List<Step> others = steps.subList(1, steps.size());
    String more =
        others.isEmpty()
            ? ""
            : (others.size() == 1 ? "; so is " : "; so are ")
                + Enumeration.of(
                    Enumeration.links(others.stream().map(SwarmIngressBypass::port).toList()));
    String message =
        "swarm's %s is let through whatever network it is on, so new connections to it get %s%s%s"
            .formatted(port(first), report.ways(pairs), more, Missing.tables(firewall));
    Finding finding =
        Finding.at(Places.of(first), first.path(), message)
            .withNotes(
                others.stream()
                    .limit(Enumeration.NAMED)
                    .map(step -> new Note(Places.of(step), "lets " + port(step) + " through"))
                    .toList())
            .withHelp(new Mending(firewall).apart(pairs));
    return report.withPairs(finding, pairs);
  }

  private static String port(Step step) {
    return step.conditions().stream()
        .filter(Condition.Port.class::isInstance)
        .map(condition -> ((Condition.Port) condition).ports().getFirst().from())
        .map(number -> "port " + number)
        .findFirst()
        .orElse("port");
  }
}
