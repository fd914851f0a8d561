package dev.fwlint.rules;

import dev.fwlint.finding.Finding;
import dev.fwlint.finding.Severity;
import dev.fwlint.model.Action;
import dev.fwlint.model.Chain;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.reach.CallGraph;
import dev.fwlint.reach.Conditions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds rules of DOCKER-USER behind a RETURN that takes every packet. */
final class DockerUserDeadAppend implements Rule {

  @Override
  public Stream<Finding> check(Firewall firewall) {
    return firewall.table("filter").stream()
        .flatMap(
            table ->
                new CallGraph(table)
                    .path("FORWARD", "DOCKER-USER").stream()
                        .flatMap(way -> report(firewall, table.chains().get("DOCKER-USER"), way)));
  }

  private static Stream<Finding> report(Firewall firewall, Chain chain, List<Step> way) {
    Optional<Step> end =
        chain.steps().stream()
            .filter(Conditions::endsChain)
            .findFirst()
            .filter(step -> step.action() instanceof Action.Return);
    if (end.isEmpty()) {
      return Stream.empty();
    }
    Map<Integer, Step> dead = new LinkedHashMap<>(); // by line: one with -s a,b makes several rules
    chain.steps().stream()
        .skip(end.get().index())
        .forEach(step -> dead.putIfAbsent(step.origin().span().start(), step));
    UserPackets packets = new UserPackets(firewall);
    return dead.values().stream().flatMap(step -> report(step, end.get(), packets, way));
  }

  private static Stream<Finding> report(Step dead, Step end, UserPackets packets, List<Step> way) {
    var examples = packets.examples(dead, way, List.of(end.path(), ""));
    if (examples.isEmpty()) {
      return Stream.empty(); // nothing could match it anywhere, which is another rule's to say
    }
    int line = Places.of(end).line();
    String message =
        "no packet reaches this rule: the RETURN in [line %d](1) sends every packet out of \"DOCKER-USER\" before it";
    Finding finding =
        Finding.at(Places.of(dead), dead.path(), message.formatted(line))
            .withNote(Places.of(end), "takes every packet that comes this far")
            .withHelp("move it above line %d, or delete the RETURN there".formatted(line))
            .withExamples(examples);
    return Stream.of(UserPackets.acts(dead) ? finding : finding.loweredTo(Severity.NOTE));
  }
}
