package dev.fwlint.rules;

import dev.fwlint.finding.Finding;
import dev.fwlint.finding.Note;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.reach.CallGraph;
import dev.fwlint.reach.DeadSteps.DeadStep;
import dev.fwlint.reach.DeadSteps.Kind;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds rules that packets come to, but none that they ask for: the jumps to their chain, a RETURN,
 * a mark or a state exclude it.
 */
final class ContradictedRule implements Rule {
  private static final int NOTED = 10;

  @Override
  public Stream<Finding> check(Firewall firewall) {
    return DeadRules.findings(firewall, Kind.CONTRADICTED, ContradictedRule::report);
  }

  private static Finding report(DeadStep dead, Firewall firewall) {
    String lines = DeadRules.lines(dead);
    if (!lines.isEmpty()) {
      return DeadRules.finding(
          dead,
          "no packet can hit this rule: %s %s none come here that it asks for"
              .formatted(lines, DeadRules.one(dead) ? "lets" : "let"));
    }
    List<Note> callers =
        callers(dead.step(), firewall).stream()
            .limit(NOTED)
            .map(jump -> new Note(Places.of(jump), "leads here, and asks for something else"))
            .toList();
    String why =
        callers.isEmpty()
            ? "what comes before it leaves none that it asks for"
            : "what leads to %s excludes what it asks for"
                .formatted(Places.quoted(dead.step().chain()));
    return DeadRules.finding(dead, "no packet can hit this rule: " + why).withNotes(callers);
  }

  private static List<Step> callers(Step step, Firewall firewall) {
    return firewall
        .table(step.table())
        .map(table -> CallGraph.of(firewall, table).callers(step.chain()))
        .orElse(List.of());
  }
}
