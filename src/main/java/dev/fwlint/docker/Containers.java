package dev.fwlint.docker;

import dev.fwlint.model.Address;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Network;
import dev.fwlint.model.Step;
import dev.fwlint.reach.Addresses;
import dev.fwlint.reach.Latest;
import java.util.HashMap;
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
  private final Map<String, Set<String>> trusted = new HashMap<>();

  private Containers(Firewall firewall) {
    Map<Address, String> guarded = new HashMap<>();
    firewall
        .steps("raw", "PREROUTING")
        .filter(step -> Shapes.drops(step) && step.conditions().size() == 2)
        .forEach(step -> {
          add(Shapes.notIn(step), step);
          Optional<Address> to = Shapes.host(step, End.DESTINATION);
          to.ifPresent(address -> Shapes.notIn(step).ifPresent(by -> guarded.put(address, by)));
        });
    firewall
        .steps("raw", "PREROUTING")
        .filter(step -> Shapes.accepts(step) && step.conditions().size() == 2)
        .forEach(step -> trust(Shapes.host(step, End.DESTINATION).map(guarded::get), step));
    Set<String> listed = Set.copyOf(byBridge.keySet());
    firewall
        .steps("filter", "DOCKER")
        .filter(step -> Shapes.out(step).filter(listed::contains).isPresent())
        .forEach(step -> add(Shapes.out(step), step));
  }

  private static final Latest<Containers> LATEST = new Latest<>(Containers::new);

  public static Containers of(Firewall firewall) {
    return LATEST.of(firewall);
  }

  /** Whether the ruleset lists any. */
  public boolean areListed() {
    return !byBridge.isEmpty();
  }

  /** The addresses of all containers of a bridge; none where the ruleset does not list them. */
  public List<Address> of(String bridge) {
    return List.copyOf(byBridge.getOrDefault(bridge, Set.of()));
  }

  /**
   * An address on a bridge that no container of the ruleset has; nothing where its subnets are not
   * known.
   */
  public Optional<Address> unlisted(Bridge bridge) {
    Set<Address> known = byBridge.getOrDefault(bridge.name(), Set.of());
    return bridge.subnets().stream()
        .flatMap(subnet -> Addresses.around(subnet).stream().filter(subnet::contains))
        .filter(address -> !known.contains(address))
        .findFirst();
  }

  /**
   * The interfaces by which packets come straight to a bridge's containers, for its network was
   * made with {@code com.docker.network.bridge.trusted_host_interfaces}.
   */
  public Set<String> trusted(String bridge) {
    return Set.copyOf(trusted.getOrDefault(bridge, Set.of()));
  }

  private void trust(Optional<String> bridge, Step step) {
    Optional<String> by = Shapes.in(step);
    if (bridge.isPresent() && by.isPresent()) {
      trusted.computeIfAbsent(bridge.get(), name -> new LinkedHashSet<>()).add(by.get());
    }
  }

  private void add(Optional<String> bridge, Step step) {
    Optional<Network> to = Shapes.network(step, End.DESTINATION, false);
    if (bridge.isPresent() && to.isPresent() && to.get().isHost()) {
      byBridge.computeIfAbsent(bridge.get(), name -> new LinkedHashSet<>()).add(to.get().base());
    }
  }
}
