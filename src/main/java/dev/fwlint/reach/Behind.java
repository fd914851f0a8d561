package dev.fwlint.reach;

import dev.fwlint.reach.Program.Site;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * The steps of a table, each behind those that a packet can come to behind it, as far as chains do
 * not call each other in turn.
 */
final class Behind {
  private final Program program;
  private final List<Site> order = new ArrayList<>();
  private final Set<Site> seen = new HashSet<>();
  private final Deque<Visit> way = new ArrayDeque<>();

  /** A stretch of chain, by the site of its first step, and the stretches that come behind it. */
  private record Visit(Site from, int to, Iterator<Site> behind) {}

  private Behind(Program program) {
    this.program = program;
  }

  static List<Site> firstOf(Program program, Collection<Code> codes) {
    Behind behind = new Behind(program);
    for (Code code : codes) {
      behind.visit(code);
    }
    return behind.order;
  }

  private void visit(Code code) {
    enter(new Site(code, 0));
    while (!way.isEmpty()) {
      Visit visit = way.peek();
      if (visit.behind().hasNext()) {
        enter(visit.behind().next());
      } else {
        way.pop();
        for (int i = visit.to() - 1; i >= visit.from().place(); i--) {
          order.add(new Site(visit.from().code(), i));
        }
      }
    }
  }

  private void enter(Site from) {
    if (!seen.add(from)) {
      return;
    }
    Code code = from.code();
    int size = code.ops().size();
    if (from.place() == size) {
      way.push(new Visit(from, size, program.callers(code).stream().map(Behind::back).iterator()));
      return;
    }
    int to = from.place();
    while (to < size && !code.ops().get(to).enters()) {
      to++;
    }
    List<Site> behind = new ArrayList<>(List.of(new Site(code, size)));
    if (to < size) {
      to++;
      behind.add(new Site(code, to));
      behind.add(new Site(code.ops().get(to - 1).target().orElseThrow(), 0));
    }
    way.push(new Visit(from, to, behind.iterator()));
  }

  /** Where a packet comes back to. */
  private static Site back(Site caller) {
    boolean comesBack = caller.op().kind() != Op.Kind.GOTO;
    return new Site(caller.code(), comesBack ? caller.place() + 1 : caller.code().ops().size());
  }
}
