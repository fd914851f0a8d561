package dev.fwlint.rules;

import dev.fwlint.ast.Problem;
import dev.fwlint.finding.Finding;
import dev.fwlint.finding.Note;
import dev.fwlint.finding.Severity;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.reach.CallGraph;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds chains that jump in a circle. The kernel refuses a table in which a built-in chain leads to
 * one; one that nothing leads to yet loads, and lies in wait.
 */
final class ChainLoop implements Rule {

  @Override
  public Stream<Finding> check(Firewall firewall) {
    Stream<Finding> inWait =
        firewall.tables().values().stream()
            .flatMap(table -> CallGraph.of(firewall, table).unreachedLoops().stream())
            .map(ChainLoop::inWait);
    return Stream.concat(Refusal.everywhere(firewall, Problem.Kind.LOOP), inWait);
  }

  private static Finding inWait(List<Step> jumps) {
    Step first = jumps.getFirst();
    List<Note> others =
        jumps.stream()
            .skip(1)
            .limit(9)
            .map(jump -> new Note(Places.of(jump), "and so on round"))
            .toList();
    String message =
        circle(jumps.stream().map(Step::chain).distinct().toList())
            + ": this loads, but the first jump to it from a built-in chain will be refused";
    return Finding.at(Places.of(first), first.path(), message)
        .withNotes(others)
        .loweredTo(Severity.WARNING);
  }

  private static String circle(List<String> chains) {
    String first = Places.quoted(chains.getFirst());
    return switch (chains.size()) {
      case 1 -> first + " jumps to itself";
      case 2 -> first + " and " + Places.quoted(chains.get(1)) + " jump to each other";
      default -> first + " and " + (chains.size() - 1) + " more chains jump in a circle";
    };
  }
}
