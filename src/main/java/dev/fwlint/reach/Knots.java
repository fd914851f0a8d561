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
 * The knots of a call graph: largest sets of chains of which each leads to each. Tarjan's algorithm, in linear time and
 * without recursion: chains may nest thousands deep.
 */
final class Knots {
  private final Function<String, List<Step>> calls;
  private final Map<String, Integer> number = new HashMap<>();
  private final Map<String, Integer> low = new HashMap<>();
  private final Deque<String> unassigned = new ArrayDeque<>();
  private final Deque<Visit> visits = new ArrayDeque<>();
  private final List<Set<String>> found = new ArrayList<>();

  private record Visit(String chain, Iterator<Step> rest) {}

  Knots(Function<String, List<Step>> calls) {
    this.calls = calls;
  }

  List<Set<String>> among(List<String> chains) {
    for (String chain : chains) {
      if (!number.containsKey(chain)) {
        enter(chain);
        while (!visits.isEmpty()) {
          goOn(visits.element());
        }
      }
    }
    return found;
  }

  private void enter(String chain) {
    number.put(chain, number.size());
    low.put(chain, number.size() - 1);
    unassigned.push(chain);
    visits.push(new Visit(chain, calls.apply(chain).iterator()));
  }

  private void goOn(Visit visit) {
    if (!visit.rest.hasNext()) {
      leave(visit.chain);
      return;
    }
    String next = CallGraph.target(visit.rest.next());
    if (!number.containsKey(next)) {
      enter(next);
    } else {
      low.merge(visit.chain, number.get(next), Math::min);
    }
  }

  private void leave(String chain) {
    visits.pop();
    int lowest = low.get(chain);
    if (!visits.isEmpty()) {
      low.merge(visits.element().chain, lowest, Math::min);
    }
    if (lowest == number.get(chain)) {
      Set<String> knot = new LinkedHashSet<>();
      do {
        knot.add(unassigned.element());
        number.put(unassigned.pop(), Integer.MAX_VALUE); // what leads to an assigned chain is no loop
      } while (!knot.contains(chain));
      found.add(knot);
    }
  }
}
