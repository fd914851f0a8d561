package dev.fwlint.print;

import dev.fwlint.ast.Problem;
import dev.fwlint.model.Action;
import dev.fwlint.model.Chain;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import java.util.Set;
import java.util.stream.Collectors;

/** What is not printed, since no backend would take it. */
final class LeftOut {
  private final Firewall firewall;

  /** Lines that have a problem somewhere within; one of the whole line is the file's. */
  private final Set<Integer> lines;

  private LeftOut(Firewall firewall, Set<Integer> lines) {
    this.firewall = firewall;
    this.lines = lines;
  }

  static LeftOut of(Firewall firewall) {
    return new LeftOut(
        firewall,
        firewall.problems().stream()
            .filter(Problem::everywhere)
            .filter(problem -> problem.kind() != Problem.Kind.MISSING_COMMIT)
            .map(Problem::at)
            .filter(at -> !at.equals(firewall.file().source().lineSpan(at.line())))
            .map(at -> at.line())
            .collect(Collectors.toSet()));
  }

  /** Whether what stands in this line is left out. */
  boolean has(int line) {
    return lines.contains(line);
  }

  boolean keeps(Chain chain) {
    return chain.builtIn() || chain.declared().filter(line -> !has(line.span().line())).isPresent();
  }

  boolean keeps(Step step) {
    return !has(step.origin().span().line())
        && !(step.action() instanceof Action.Jump(String chain, boolean goesTo)
            && firewall.chain(step.table(), chain).filter(this::keeps).isEmpty());
  }
}
