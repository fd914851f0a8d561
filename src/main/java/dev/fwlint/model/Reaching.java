package dev.fwlint.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which chains each built-in chain of a table leads to, and the jumps that close loops on the way. */
final class Reaching {
  private final Table table;
  private final Map<Hook, Set<String>> reached = new EnumMap<>(Hook.class);
  private final Set<Step> loops = new LinkedHashSet<>();

  /** A chain on the way, and the jumps of it that are still to be followed. */
  private record Visit(Chain chain, Iterator<Step> jumps) {}

  private Reaching(Table table) {
    this.table = table;
  }

  static Reaching of(Table table) {
    Reaching reaching = new Reaching(table);
    Map<String, List<Step>> jumps = new HashMap<>();
    for (Chain chain : table.chains().values()) {
      jumps.put(
          chain.name(),
          chain.steps().stream().filter(step -> step.action() instanceof Action.Jump).toList());
    }
    for (Hook hook : BuiltIn.chains(table.name())) {
      table.at(hook).ifPresent(chain -> reaching.reached.put(hook, reaching.walk(chain, jumps)));
    }
    return reaching;
  }

  /** The jumps that lead back to a chain they are reached from. */
  Set<Step> loops() {
    return loops;
  }

  /** The hooks that a chain can be reached from. */
  Set<Hook> hooks(String chain) {
    EnumSet<Hook> hooks = EnumSet.noneOf(Hook.class);
    reached.forEach(
        (hook, chains) -> {
          if (chains.contains(chain)) {
            hooks.add(hook);
          }
        });
    return hooks;
  }

  /** Depth first, without recursion: a hostile file may chain a hundred thousand chains. */
  private Set<String> walk(Chain start, Map<String, List<Step>> jumps) {
    Set<String> seen = new HashSet<>(List.of(start.name()));
    Set<String> onTheWay = new HashSet<>(seen);
    Deque<Visit> way = new ArrayDeque<>();
    way.push(new Visit(start, jumps(start, jumps).iterator()));
    while (!way.isEmpty()) {
      Visit visit = way.peek();
      if (!visit.jumps().hasNext()) {
        onTheWay.remove(way.pop().chain().name());
        continue;
      }
      Step jump = visit.jumps().next();
      String target = ((Action.Jump) jump.action()).chain();
      // a jump to a built-in chain is refused for that, and leads nowhere
      Optional<Chain> next = table.chain(target).filter(chain -> !chain.builtIn());
      if (onTheWay.contains(target)) {
        loops.add(jump);
      } else if (next.isPresent() && seen.add(target)) {
        onTheWay.add(target);
        way.push(new Visit(next.get(), jumps(next.get(), jumps).iterator()));
      }
    }
    return seen;
  }

  private static List<Step> jumps(Chain chain, Map<String, List<Step>> jumps) {
    return jumps.getOrDefault(chain.name(), List.of());
  }
}
