package dev.fwlint.rules;

import dev.fwlint.finding.Example;
import dev.fwlint.finding.Finding;
import dev.fwlint.finding.Severity;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.reach.CallGraph;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds rules of DOCKER-USER behind a RETURN that takes every packet. */
final class DockerUserDeadAppend implements Rule {

  @Override
  public Stream<Finding> check(Firewall firewall) {
    Optional<DeadEnd> found = firewall.chain("filter", "DOCKER-USER").flatMap(DeadEnd::of);
    Optional<List<Step>> jumps =
        firewall
            .table("filter")
            .flatMap(table -> CallGraph.of(firewall, table).path("FORWARD", "DOCKER-USER"));
    if (found.isEmpty() || jumps.isEmpty()) {
      return Stream.empty();
    }
    DeadEnd deadEnd = found.get();
    UserPackets packets = new UserPackets(firewall);
    return deadEnd.dead().stream()
        .flatMap(rule -> {
          List<String> passes = List.of(deadEnd.end().path(), "");
          List<Example> examples = packets.examples(rule, jumps.get(), passes);
          // where no packet matches it in any place, that is another rule's to say
          return examples.isEmpty()
              ? Stream.empty()
              : Stream.of(report(firewall, deadEnd, rule).withExamples(examples));
        });
  }

  private static Finding report(Firewall firewall, DeadEnd deadEnd, Step rule) {
    String message =
        "no packet reaches this rule: the RETURN in [line %d](1) ends \"DOCKER-USER\" for every packet"
            .formatted(Places.of(deadEnd.end()).line());
    Finding finding =
        Finding.at(Places.of(rule), rule.path(), message)
            .withNote(
                Places.of(deadEnd.end()),
                "takes every packet that comes this far; Docker up to 28.2.1 adds it")
            .withHelp(deadEnd.help(rule, Refusal.program(firewall.family())));
    return UserPackets.acts(rule) ? finding : finding.loweredTo(Severity.NOTE);
  }
}
