package dev.fwlint.rules;

import dev.fwlint.finding.Example;
import dev.fwlint.finding.Finding;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Range;
import dev.fwlint.model.Step;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds rules that deny by the port that a connection was first sent to and take the packets of
 * both directions: so also the answers to what containers ask of that port elsewhere.
 */
final class CtorigdstportWithoutCtdir implements Rule {
  @Override
  public Stream<Finding> check(Firewall firewall) {
    if (Refusal.hidesFiltering(firewall)) {
      return Stream.empty();
    }
    Replies replies = Replies.of(firewall);
    return Handwritten.under(firewall, "FORWARD")
        .filter(Handwritten::denies)
        .flatMap(step ->
            Replies.portOfBothDirections(step).stream()
                .flatMap(port -> report(firewall, step, port, replies.stoppedBy(step))));
  }

  private static Stream<Finding> report(
      Firewall firewall, Step rule, Range port, List<Example> examples) {
    if (examples.isEmpty()) {
      return Stream.empty();
    }
    String to = Probes.out(examples.getFirst().packet());
    String message =
        "this rule also stops the answers that containers on %s get from port %d of the outside"
            .formatted(Places.quoted(to), port.from());
    return Stream.of(
        Outside.to(
            to,
            Finding.at(Places.of(rule), rule.path(), message + Missing.tables(firewall))
                .withHelp(
                    "add \"--ctdir ORIGINAL\" to it: the first port alone says nothing of the way")
                .withExamples(examples)));
  }
}
