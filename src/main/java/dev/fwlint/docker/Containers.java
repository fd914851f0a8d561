package dev.fwlint.docker;

import dev.fwlint.model.Address;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Network;
import dev.fwlint.model.Step;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The containers that Docker 28.2 and later list: the raw table has a rule for each endpoint of a
 * network that is translated, and drops what comes to it from elsewhere.
 */
public final class Containers {
  private final Map<String, Set<Address>> byBridge = new LinkedHashMap<>();

  private Containers(Firewall firewall) {
    firewall
        .steps("raw", "PREROUTING")
        .filter(step -> Shapes.drops(step) && step.conditions().size() == 2)
        .forEach(step -> add(Shapes.notIn(step), step));
    Set<String> listed = Set.copyOf(byBridge.keySet());
    firewall
        .steps("filter", "DOCKER")
        .filter(step -> Shapes.out(step).filter(listed::contains).isPresent())
        .forEach(step -> add(Shapes.out(step), step));
  }

  public static Containers of(Firewall firewall) {
    return new Containers(firewall);
  }

  /** Whether the ruleset lists any. */
  public boolean areListed() {
    return !byBridge.isEmpty();
  }

  /** The addresses of all containers of a bridge; none where the ruleset does not list them. */
  public List<Address> of(String bridge) {
    return List.copyOf(byBridge.getOrDefault(bridge, Set.of()));
  }

  private void add(Optional<String> bridge, Step step) {
    Optional<Network> to = Shapes.network(step, End.DESTINATION, false);
    if (bridge.isPresent() && to.isPresent() && to.get().isHost()) {
      byBridge.computeIfAbsent(bridge.get(), name -> new LinkedHashSet<>()).add(to.get().base());
    }
  }
}
