package dev.fwlint.reach;

import dev.fwlint.model.Action;
import dev.fwlint.model.Chain;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.model.Table;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which chains of a table lead to which, by jump and by goto, whatever the jumps ask of a packet.
 */
public final class CallGraph {
  private static final Latest<Map<Table, CallGraph>> LATEST = new Latest<>(CallGraph::all);

  private final Map<String, List<Step>> calls = new LinkedHashMap<>();
  private final Map<String, List<Step>> callers = new HashMap<>();
  private final Set<String> reached;

  /** That of a table of a firewall. */
  public static CallGraph of(Firewall firewall, Table table) {
    CallGraph known = LATEST.of(firewall).get(table);
    return known == null ? new CallGraph(table) : known;
  }

  /** All chains of the filter table that a chain leads to, itself among them. */
  public static Set<String> filterFrom(Firewall firewall, String chain) {
    return firewall
        .table("filter")
        .map(table -> of(firewall, table).reachedFrom(chain))
        .orElse(Set.of());
  }

  private static Map<Table, CallGraph> all(Firewall firewall) {
    Map<Table, CallGraph> all = new IdentityHashMap<>();
    firewall.tables().values().forEach(table -> all.put(table, new CallGraph(table)));
    return all;
  }

  private CallGraph(Table table) {
    for (Chain chain : table.chains().values()) {
      List<Step> jumps = new ArrayList<>();
      for (Step step : chain.steps()) {
        if (step.action() instanceof Action.Jump jump && table.chains().containsKey(jump.chain())) {
          jumps.add(step);
          callers.computeIfAbsent(jump.chain(), name -> new ArrayList<>()).add(step);
        }
      }
      calls.put(chain.name(), jumps);
    }
    List<String> builtIn =
        table.chains().values().stream().filter(Chain::builtIn).map(Chain::name).toList();
    reached = Collections.unmodifiableSet(from(builtIn).keySet());
  }

  /** The chain that a jumping step names. */
  public static String target(Step jumping) {
    return ((Action.Jump) jumping.action()).chain();
  }

  /** Whether a built-in chain is this one or leads to it. */
  public boolean reached(String chain) {
    return reached.contains(chain);
  }

  /** The steps that jump to a chain, in the order of the chains that they stand in. */
  public List<Step> callers(String chain) {
    return callers.getOrDefault(chain, List.of());
  }

  /** All chains that a chain leads to, itself among them. */
  public Set<String> reachedFrom(String chain) {
    return calls.containsKey(chain) ? from(List.of(chain)).keySet() : Set.of();
  }

  /** The jumps of a shortest way from one chain to another; none from a chain to itself. */
  public Optional<List<Step>> path(String from, String to) {
    Map<String, Optional<Step>> cameBy = from(List.of(from));
    if (!calls.containsKey(from) || !cameBy.containsKey(to)) {
      return Optional.empty();
    }
    Deque<Step> path = new ArrayDeque<>();
    Optional<Step> by = cameBy.getOrDefault(to, Optional.empty());
    while (by.isPresent()) {
      path.addFirst(by.get());
      by = cameBy.getOrDefault(by.get().chain(), Optional.empty());
    }
    return Optional.of(List.copyOf(path));
  }

  /**
   * Every loop of jumps that no built-in chain leads to: the jumps between chains that all lead to
   * each other.
   */
  public List<List<Step>> unreachedLoops() {
    List<String> unreached = calls.keySet().stream().filter(chain -> !reached(chain)).toList();
    return new Knots(this::calls)
        .among(unreached).stream().map(this::within).filter(jumps -> !jumps.isEmpty()).toList();
  }

  /** The jumps from a chain of a set to a chain of it, in the order of the file. */
  private List<Step> within(Set<String> chains) {
    return chains.stream()
        .flatMap(chain -> calls(chain).stream())
        .filter(jump -> chains.contains(target(jump)))
        .sorted(Comparator.comparingInt(jump -> jump.origin().span().start()))
        .toList();
  }

  private List<Step> calls(String chain) {
    return calls.getOrDefault(chain, List.of());
  }

  /** What the given chains lead to, each with the jump that it was first found by. */
  private Map<String, Optional<Step>> from(List<String> starts) {
    Map<String, Optional<Step>> cameBy = new LinkedHashMap<>();
    starts.forEach(start -> cameBy.put(start, Optional.empty()));
    Deque<String> open = new ArrayDeque<>(starts);
    while (!open.isEmpty()) {
      for (Step jump : calls(open.remove())) {
        if (cameBy.putIfAbsent(target(jump), Optional.of(jump)) == null) {
          open.add(target(jump));
        }
      }
    }
    return cameBy;
  }
}
