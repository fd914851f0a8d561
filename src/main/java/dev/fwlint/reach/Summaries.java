package dev.fwlint.reach;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/** What each chain may do with all that it leads to: from the leaves up, without recursion. */
final class Summaries {
  private final Collection<Map<String, Code>> tables;
  private final Set<Code> done = new HashSet<>();

  private record Visit(Code code, Iterator<Op> rest) {}

  Summaries(Collection<Map<String, Code>> tables) {
    this.tables = tables;
  }

  void fill() {
    tables.forEach(table -> table.values().forEach(this::visit));
  }

  private void visit(Code start) {
    Deque<Visit> way = new ArrayDeque<>();
    enter(start, way);
    while (!way.isEmpty()) {
      Visit visit = way.peek();
      if (visit.rest().hasNext()) {
        visit.rest().next().target().ifPresent(target -> enter(target, way));
      } else {
        way.pop();
        visit.code().ops().forEach(op -> add(op, visit.code()));
      }
    }
  }

  private void enter(Code code, Deque<Visit> way) {
    if (done.add(code)) {
      way.push(new Visit(code, code.ops().iterator()));
    }
  }

  private static void add(Op op, Code to) {
    op.assigns().forEach(assign -> to.changes.set(assign.field()));
    to.ends |= op.kind() == Op.Kind.END || op.kind() == Op.Kind.OBSCURE;
    to.strays |= op.kind() == Op.Kind.GOTO || op.kind() == Op.Kind.OBSCURE;
    to.stops |= op.kind() == Op.Kind.STOP || op.isObscure();
    op.target()
        .ifPresent(target -> {
          to.changes.or(target.changes);
          to.ends |= target.ends;
          to.strays |= target.strays;
          to.stops |= target.stops;
        });
  }
}
