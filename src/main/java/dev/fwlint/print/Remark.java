package dev.fwlint.print;

import dev.fwlint.ast.Backend;
import dev.fwlint.ast.Line;
import dev.fwlint.ast.Problem;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.source.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * What is to be said beside a printed ruleset, since the print is not all that the file says.
 *
 * @param text one sentence without its full stop
 * @param complete whether the print is what iptables-save would write all the same
 */
public record Remark(Span at, String text, boolean complete) {
  /**
   * Of each problem that iptables-legacy has with the file, and of each name that only a host could
   * turn into a number, in the order of the file.
   */
  public static List<Remark> all(Firewall firewall) {
    List<Remark> remarks = new ArrayList<>();
    LeftOut leftOut = LeftOut.of(firewall);
    firewall.problems().stream()
        .filter(problem -> problem.refusedBy().contains(Backend.LEGACY))
        .forEach(problem -> remarks.add(of(problem, leftOut)));
    HostNames names = new HostNames(firewall.family());
    Set<Line.Command> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    firewall
        .steps()
        .filter(leftOut::keeps)
        .map(Step::origin)
        .filter(seen::add)
        .flatMap(names::in)
        .forEach(name -> remarks.add(ofName(name.span())));
    return remarks.stream().sorted(Comparator.comparingInt(r -> r.at().start())).toList();
  }

  private static Remark of(Problem problem, LeftOut leftOut) {
    String before =
        !problem.everywhere()
            ? "only iptables-legacy refuses this: "
            : leftOut.has(problem.at().line()) ? "this line is left out: " : "";
    return new Remark(problem.at(), before + problem.message(), !problem.everywhere());
  }

  private static Remark ofName(Span at) {
    return new Remark(
        at, "what this name stands for, only the host knows; it is printed as it is", false);
  }
}
