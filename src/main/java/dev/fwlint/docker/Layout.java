package dev.fwlint.docker;

import dev.fwlint.model.Chain;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Table;
import dev.fwlint.reach.CallGraph;
import java.util.Optional;
import java.util.Set;

/**
 * Tells the generations apart, by what FORWARD leads to: an upgrade may leave older chains behind.
 */
final class Layout {
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
      return Optional.of(Generation.G6);
    }
    if (chains.contains("DOCKER-FORWARD")) {
      return Optional.of(Generation.G5);
    }
    if (table.chain("FORWARD").filter(Layout::asksForExternalBridges).isPresent()) {
      return Optional.of(Generation.G4);
    }
    if (chains.contains("DOCKER-ISOLATION-STAGE-1")) {
      return Optional.of(Generation.G3);
    }
    if (chains.contains("DOCKER-ISOLATION")) {
      return Optional.of(chains.contains("DOCKER-USER") ? Generation.G2 : Generation.G1);
    }
    return chains.contains("DOCKER") ? Optional.of(Generation.G0) : Optional.empty();
  }

  private static boolean asksForExternalBridges(Chain forward) {
    return forward.steps().stream()
        .flatMap(step -> Shapes.conditions(step, Condition.Unknown.class))
        .anyMatch(asked -> asked.expression().contains("docker-ext-bridges-"));
  }
}
