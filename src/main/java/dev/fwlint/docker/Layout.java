package dev.fwlint.docker;

import static dev.fwlint.docker.Generation.G0;
import static dev.fwlint.docker.Generation.G1;
import static dev.fwlint.docker.Generation.G2;
import static dev.fwlint.docker.Generation.G3;
import static dev.fwlint.docker.Generation.G4;
import static dev.fwlint.docker.Generation.G5;
import static dev.fwlint.docker.Generation.G6;

import dev.fwlint.model.Action;
import dev.fwlint.model.Chain;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.model.Table;
import dev.fwlint.reach.CallGraph;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells the generations apart, by what FORWARD leads to: an upgrade may leave older chains behind.
 */
final class Layout {
  /** Which generations have which chain; those that all have are left out. */
  private static final Map<String, Set<Generation>> CHAINS =
      Map.of(
          "DOCKER-ISOLATION", EnumSet.of(G1, G2),
          "DOCKER-ISOLATION-STAGE-1", EnumSet.of(G3, G4, G5),
          "DOCKER-ISOLATION-STAGE-2", EnumSet.of(G3, G4, G5),
          "DOCKER-FORWARD", EnumSet.of(G5, G6),
          "DOCKER-CT", EnumSet.of(G5, G6),
          "DOCKER-BRIDGE", EnumSet.of(G5, G6),
          "DOCKER-INTERNAL", EnumSet.of(G6));

  private Layout() {}

  static Optional<Generation> of(Firewall firewall) {
    return firewall
        .table("filter")
        .flatMap(table -> {
          Set<String> led = CallGraph.of(firewall, table).reachedFrom("FORWARD");
          return of(table, led).filter(g -> isWhole(g, led)).or(() -> of(table, all(table)));
        });
  }

  /** Whether FORWARD leads to what tells the generation; else a jump may have been lost. */
  private static boolean isWhole(Generation generation, Set<String> led) {
    return switch (generation) {
      case G0 -> false;
      case G5 -> led.contains("DOCKER-ISOLATION-STAGE-1");
      default -> true;
    };
  }

  private static Set<String> all(Table table) {
    return table.chains().keySet();
  }

  private static Optional<Generation> of(Table table, Set<String> chains) {
    if (chains.contains("DOCKER-INTERNAL")) {
      return Optional.of(G6);
    }
    if (chains.contains("DOCKER-FORWARD")) {
      return Optional.of(G5);
    }
    if (table.chain("FORWARD").filter(Layout::asksForExternalBridges).isPresent()) {
      return Optional.of(G4);
    }
    if (chains.contains("DOCKER-ISOLATION-STAGE-1")) {
      return Optional.of(G3);
    }
    if (chains.contains("DOCKER-ISOLATION")) {
      return Optional.of(chains.contains("DOCKER-USER") ? G2 : G1);
    }
    return chains.contains("DOCKER") ? Optional.of(G0) : Optional.empty();
  }

  private static boolean asksForExternalBridges(Chain forward) {
    return forward.steps().stream().anyMatch(Shapes::asksForExternalBridges);
  }

  /** The chains that the generation does not have. */
  static List<StaleChain> stale(Firewall firewall, Generation generation) {
    Set<String> led = CallGraph.filterFrom(firewall, "FORWARD");
    return firewall.table("filter").stream()
        .flatMap(table -> table.chains().values().stream())
        .filter(chain -> isStale(chain.name(), generation))
        .map(chain -> new StaleChain(chain, last(chain), jumps(firewall, chain, led, generation)))
        .toList();
  }

  private static boolean isStale(String chain, Generation generation) {
    return !having(chain).contains(generation);
  }

  private static Set<Generation> having(String chain) {
    return CHAINS.getOrDefault(chain, EnumSet.allOf(Generation.class));
  }

  private static Generation last(Chain chain) {
    return having(chain.name()).stream().max(Generation::compareTo).orElseThrow();
  }

  private static List<Step> jumps(
      Firewall firewall, Chain to, Set<String> led, Generation generation) {
    return firewall.table("filter").stream()
        .flatMap(table -> CallGraph.of(firewall, table).callers(to.name()).stream())
        .filter(jump -> led.contains(jump.chain()) && !isStale(jump.chain(), generation))
        .filter(jump -> jump.action() instanceof Action.Jump)
        .toList();
  }
}
