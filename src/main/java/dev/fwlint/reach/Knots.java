package dev.fwlint.reach;

import dev.fwlint.model.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The knots of a call graph: largest sets of chains of which each leads to each. Tarjan's
 * algorithm, in linear time and without recursion: chains may nest thousands deep.
 */
final class Knots {
  private final Function<String, List<Step>> calls;
  private final Map<String, Visit> visits = new HashMap<>();
  private final Deque<Visit> unassigned = new ArrayDeque<>();
  private final Deque<Visit> way = new ArrayDeque<>();
  private final List<Set<String>> found = new ArrayList<>();

  /** A chain that was come to, and the earliest chain that it is known to lead back to. */
  private static final class Visit {
    final String chain;
    final Iterator<Step> rest;
    int number;
    int low;

    Visit(String chain, Iterator<Step> rest, int number) {
      this.chain = chain;
      this.rest = rest;
      this.number = number;
      this.low = number;
    }
  }

  Knots(Function<String, List<Step>> calls) {
    this.calls = calls;
  }

  List<Set<String>> among(List<String> chains) {
    for (String chain : chains) {
      if (!visits.containsKey(chain)) {
        enter(chain);
        while (!way.isEmpty()) {
          goOn(way.element());
        }
      }
    }
    return found;
  }

  private void enter(String chain) {
    Visit visit = new Visit(chain, calls.apply(chain).iterator(), visits.size());
    visits.put(chain, visit);
    unassigned.push(visit);
    way.push(visit);
  }

  private void goOn(Visit visit) {
    if (!visit.rest.hasNext()) {
      leave(visit);
      return;
    }
    String next = CallGraph.target(visit.rest.next());
    Visit before = visits.get(next);
    if (before == null) {
      enter(next);
    } else {
      visit.low = Math.min(visit.low, before.number);
    }
  }

  private void leave(Visit visit) {
    way.pop();
    if (!way.isEmpty()) {
      way.element().low = Math.min(way.element().low, visit.low);
    }
    if (visit.low == visit.number) {
      Set<String> knot = new LinkedHashSet<>();
      do {
        unassigned.element().number =
            Integer.MAX_VALUE; // what leads to an assigned chain is no loop
        knot.add(unassigned.pop().chain);
      } while (!knot.contains(visit.chain));
      found.add(knot);
    }
  }
}
