package dev.fwlint.model;

import dev.fwlint.ast.Backend;
import dev.fwlint.ast.Operation;
import java.util.ArrayDeque;
import java.util.ArrayList;
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

/**
 * Which chains each built-in chain of a table leads to, and the jumps that close loops on the way,
 * as a backend's check of a table sees it. That of iptables-legacy does not look behind a verdict
 * without any condition (mark_source_chains in net/ipv4/netfilter/ip_tables.c); that of
 * iptables-nft looks at every rule.
 */
final class Reaching {
  private final Table table;
  private final Backend backend;
  private final Map<String, List<Step>> jumps = new HashMap<>();
  private final Map<String, Integer> seenSteps = new HashMap<>();
  private final Map<Hook, Set<String>> reached = new EnumMap<>(Hook.class);
  private final Map<String, Set<Hook>> hooks = new HashMap<>();
  private final Set<Step> loops = new LinkedHashSet<>();

  /** A chain on the way, and the jumps of it that are still to be followed. */
  private record Visit(Chain chain, Iterator<Step> jumps) {}

  private Reaching(Table table, Backend backend) {
    this.table = table;
    this.backend = backend;
  }

  static Reaching of(Table table, Backend backend) {
    Reaching reaching = new Reaching(table, backend);
    table.chains().values().forEach(reaching::collect);
    for (Hook hook : BuiltIn.chains(table.name())) {
      table.at(hook).ifPresent(chain -> reaching.reached.put(hook, reaching.walk(chain)));
    }
    return reaching;
  }

  /** Whether the backends differ: where something stands behind a verdict without any condition. */
  static boolean stopsEarly(Table table) {
    return table.chains().values().stream()
        .anyMatch(chain -> seen(chain, Backend.LEGACY) < chain.steps().size());
  }

  private void collect(Chain chain) {
    int end = seen(chain, backend);
    seenSteps.put(chain.name(), end);
    List<Step> found = new ArrayList<>();
    for (Step step : chain.steps().subList(0, end)) {
      if (step.action() instanceof Action.Jump) {
        found.add(step);
      }
    }
    jumps.put(chain.name(), found);
  }

  /** How many steps of a chain a backend looks at. */
  private static int seen(Chain chain, Backend backend) {
    int verdict = 0;
    if (backend == Backend.LEGACY) {
      while (verdict < chain.steps().size() && !isBareVerdict(chain.steps().get(verdict))) {
        verdict++;
      }
      return Math.min(chain.steps().size(), verdict + 1);
    }
    return chain.steps().size();
  }

  /**
   * A verdict that not even a comment stands beside: such a rule has no match for the kernel to
   * look at.
   */
  private static boolean isBareVerdict(Step step) {
    boolean verdict =
        step.action() instanceof Action.Return
            || step.action() instanceof Action.Decide decide
                && (decide.target().equals("ACCEPT") || decide.target().equals("DROP"));
    return verdict
        && step.conditions().isEmpty()
        && step.origin().operation() instanceof Operation.Append append
        && append.rule().matches().isEmpty();
  }

  /** The jumps that lead back to a chain they are reached from. */
  Set<Step> loops() {
    return loops;
  }

  /** The hooks that a step can be reached from. */
  Set<Hook> hooks(Step step) {
    return step.index() <= seenSteps.getOrDefault(step.chain(), 0)
        ? hooks.computeIfAbsent(step.chain(), this::hooks)
        : Set.of();
  }

  private Set<Hook> hooks(String chain) {
    EnumSet<Hook> found = EnumSet.noneOf(Hook.class);
    reached.forEach((hook, chains) -> {
      if (chains.contains(chain)) {
        found.add(hook);
      }
    });
    return found;
  }

  /** Depth first, without recursion: a hostile file may chain a hundred thousand chains. */
  private Set<String> walk(Chain start) {
    Set<String> seen = new HashSet<>(List.of(start.name()));
    Set<String> onTheWay = new HashSet<>(seen);
    Deque<Visit> way = new ArrayDeque<>();
    way.push(new Visit(start, jumps(start).iterator()));
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
        way.push(new Visit(next.get(), jumps(next.get()).iterator()));
      }
    }
    return seen;
  }

  private List<Step> jumps(Chain chain) {
    return jumps.getOrDefault(chain.name(), List.of());
  }
}
