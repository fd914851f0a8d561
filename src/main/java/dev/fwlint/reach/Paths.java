package dev.fwlint.reach;

import dev.fwlint.model.Hook;
import dev.fwlint.packets.Product;
import dev.fwlint.reach.Program.Site;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** The paths that lead to a step: from its chain back, jump by jump, to built-in chains. */
final class Paths {
  /** More steps back than this, and not all paths have been looked at. */
  private static final int MOST = 50_000;

  private final Program program;
  private final Map<String, Map<Hook, List<Route>>> routes = new HashMap<>();
  private final Map<Code, Index> callers = new HashMap<>();

  /** A path as far as it is known, its first jump first, and what its steps allow. */
  private record Partial(Code at, List<Site> sites, Product bound, Iterator<Site> callers) {}

  Paths(Program program) {
    this.program = program;
  }

  /**
   * Offers each path whose steps do not contradict each other, until one is taken.
   *
   * @return whether all were offered, or one was taken
   */
  boolean offer(Site goal, Demand asked, Predicate<Path> taken) {
    BitSet changing = program.changes(goal.code().chain.table());
    Product bound = bound(asked, Product.all(program.fields.space), changing);
    if (bound.isEmpty()) {
      return true;
    }
    Deque<Partial> open = new ArrayDeque<>();
    open.push(new Partial(goal.code(), List.of(), bound, callers(goal.code(), bound)));
    for (int steps = 0; !open.isEmpty(); steps++) {
      program.patience.spend(1);
      Partial partial = open.peek();
      boolean tooFar = steps > MOST || partial.sites().size() > Run.DEEPEST;
      if (tooFar || program.patience.isOver()) {
        return false;
      }
      if (partial.at().chain.builtIn()) {
        open.pop();
        for (Route route : routes(partial.at())) {
          if (taken.test(new Path(route, partial.sites(), goal, asked))) {
            return true;
          }
        }
      } else if (partial.callers().hasNext()) {
        Site caller = partial.callers().next();
        Product narrower = bound(caller.op().demand(), partial.bound(), changing);
        if (!narrower.isEmpty()) {
          List<Site> sites = new ArrayList<>(List.of(caller));
          sites.addAll(partial.sites());
          Code at = caller.code();
          open.push(new Partial(at, sites, narrower, callers(at, narrower)));
        }
      } else {
        open.pop();
      }
    }
    return true;
  }

  /** Those of a chain's callers that what is asked so far may come by, one after the other. */
  private Iterator<Site> callers(Code called, Product bound) {
    List<Site> all = program.callers(called);
    if (all.size() < Index.SMALL) {
      return all.iterator();
    }
    Index index =
        callers.computeIfAbsent(called, code -> new Index(all.stream().map(Site::op).toList()));
    Index.Cursor cursor = index.cursor(State.of(bound));
    return IntStream.iterate(cursor.next(0), i -> i < all.size(), i -> cursor.next(i + 1))
        .mapToObj(all::get)
        .iterator();
  }

  /** What a step allows of the fields that nothing changes in its table. */
  static Product bound(Demand demand, Product within, BitSet changing) {
    Product own = demand.upperBound(Product.all(within.space()));
    for (int field : own.fields().toArray()) {
      if (changing.get(field)) {
        own = own.without(field);
      }
    }
    return within.intersect(own);
  }

  List<Route> routes(Code builtIn) {
    Hook hook = builtIn.chain.hook().orElseThrow();
    String table = builtIn.chain.table();
    return routes
        .computeIfAbsent(table, t -> new EnumMap<>(Hook.class))
        .computeIfAbsent(hook, h -> Route.to(program, h, table));
  }
}
