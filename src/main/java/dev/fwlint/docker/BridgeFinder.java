package dev.fwlint.docker;

import dev.fwlint.docker.Bridge.Hiding;
import dev.fwlint.model.Action;
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
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Collects the bridges that Docker's rules speak of, and what they tell of each. A name alone makes
 * no bridge: any name can be given to one.
 */
final class BridgeFinder {
  /** What Docker calls a bridge unless it is told to call it otherwise. */
  private static final Pattern USUAL = Pattern.compile("docker0|docker_gwbridge|br-[0-9a-f]{12}");

  private final Firewall firewall;
  private final Map<String, Traits> found = new LinkedHashMap<>();

  BridgeFinder(Firewall firewall) {
    this.firewall = firewall;
  }

  List<Bridge> bridges() {
    isolation();
    dispatch();
    nat();
    lone();
    modes();
    swarm();
    boolean translates = firewall.table("nat").isPresent();
    return found.entrySet().stream().map(e -> e.getValue().bridge(e.getKey(), translates)).toList();
  }

  private void isolation() {
    filter("DOCKER-ISOLATION-STAGE-1")
        .filter(step -> Shapes.in(step).isPresent() && Shapes.in(step).equals(Shapes.notOut(step)))
        .forEach(step -> add(Shapes.in(step)));
    filter("DOCKER-ISOLATION", "DOCKER-ISOLATION-STAGE-1", "DOCKER-INTERNAL")
        .filter(Shapes::drops)
        .forEach(step -> {
          inside(Shapes.in(step), Shapes.network(step, End.DESTINATION, true));
          inside(Shapes.out(step), Shapes.network(step, End.SOURCE, true));
        });
    filter("DOCKER-ISOLATION")
        .filter(step -> Shapes.drops(step) && Shapes.in(step).isPresent())
        .filter(step -> Shapes.out(step).isPresent())
        .forEach(step -> {
          add(Shapes.in(step));
          add(Shapes.out(step));
        });
  }

  private void dispatch() {
    filter("FORWARD", "DOCKER-FORWARD", "DOCKER-BRIDGE")
        .filter(step -> Shapes.jumpsTo(step, "DOCKER"))
        .forEach(step -> add(Shapes.out(step)));
    filter("DOCKER-CT").forEach(step -> add(Shapes.out(step)));
    // 28 and later: what comes from elsewhere to a bridge is dropped, or accepted for
    // nat-unprotected
    filter("DOCKER")
        .filter(step -> Shapes.out(step).isPresent() && Shapes.out(step).equals(Shapes.notIn(step)))
        .forEach(step -> add(Shapes.out(step)));
  }

  /**
   * An internal network whose other rules are lost: what is left is the one for what stays on its
   * bridge. A rule like that of anybody's own is about another bridge, or not alone.
   */
  private void lone() {
    if (firewall.chain("filter", "DOCKER").isEmpty()) {
      return;
    }
    Map<String, Set<Step>> about = new LinkedHashMap<>();
    for (Step step : filter("FORWARD", "DOCKER-FORWARD").toList()) {
      Stream.concat(Shapes.in(step).stream(), Shapes.out(step).stream())
          .forEach(name -> about.computeIfAbsent(name, n -> new LinkedHashSet<>()).add(step));
    }
    about.forEach((name, steps) -> {
      Step only = steps.iterator().next();
      boolean named = only.chain().equals("DOCKER-FORWARD") || USUAL.matcher(name).matches();
      if (named && steps.size() == 1 && Shapes.staysOnBridge(only) && !found.containsKey(name)) {
        traits(name).internal();
      }
    });
  }

  private void nat() {
    firewall
        .steps("nat", "DOCKER")
        .filter(step -> step.action() instanceof Action.Return)
        .filter(step -> Shapes.network(step, End.DESTINATION, false).isEmpty()) // WSL's loopback0
        .forEach(step -> add(Shapes.in(step)));
    firewall
        .steps("nat", "DOCKER")
        .filter(Shapes::translatesDestination)
        .forEach(step -> Shapes.notIn(step).map(this::traits).ifPresent(Traits::translated));
    if (firewall.chain("nat", "DOCKER").isPresent()) {
      firewall.steps("nat", "POSTROUTING").filter(Shapes::hidesSource).forEach(this::hides);
    }
  }

  /** Somebody else's network may be hidden so, too. */
  private void hides(Step step) {
    Optional<Network> subnet = Shapes.network(step, End.SOURCE, false);
    Optional<String> bridge = Shapes.notOut(step).filter(this::mayBeDockers);
    if (bridge.isPresent() && subnet.isPresent()) {
      traits(bridge.get()).hidden(subnet.get(), hiding(step));
    }
  }

  private boolean mayBeDockers(String name) {
    return found.containsKey(name)
        || firewall.table("filter").isEmpty()
        || USUAL.matcher(name).matches();
  }

  private static Hiding hiding(Step step) {
    return step.action() instanceof Action.Rewrite to && to.addresses().isPresent()
        ? new Hiding.Behind(to.addresses().get().from())
        : new Hiding.Masquerade();
  }

  private void modes() {
    filter("DOCKER")
        .filter(step -> Shapes.in(step).isEmpty())
        .forEach(step -> known(Shapes.out(step)).ifPresent(traits -> traits.lets(step)));
    filter("FORWARD", "DOCKER-FORWARD")
        .forEach(step -> known(Shapes.in(step)).ifPresent(traits -> traits.within(step)));
    filter("DOCKER-ISOLATION-STAGE-1")
        .filter(step -> step.action() instanceof Action.Return && step.conditions().size() == 1)
        .forEach(step -> known(Shapes.out(step)).ifPresent(Traits::passes));
    firewall
        .steps("raw", "PREROUTING")
        .filter(step -> Shapes.drops(step) && Shapes.host(step, End.DESTINATION).isPresent())
        .forEach(step -> known(Shapes.notIn(step)).ifPresent(Traits::translated));
  }

  /** Swarm's own bridge: its ports lead there, and what the host sends there is hidden. */
  private void swarm() {
    Subnets subnets = new Subnets();
    found.forEach((name, traits) -> traits.subnets().forEach(net -> subnets.add(net, name)));
    firewall
        .steps("nat", "DOCKER-INGRESS")
        .flatMap(step -> Shapes.translatedTo(step).stream())
        .forEach(gateway -> known(subnets.bridge(gateway)).ifPresent(Traits::swarm));
    if (Shapes.proxied(firewall).orElse(false)) {
      firewall
          .steps("nat", "POSTROUTING")
          .filter(Shapes::hidesHost)
          .forEach(step -> known(Shapes.out(step)).ifPresent(Traits::swarm));
    }
    known(Optional.of("docker_gwbridge")).ifPresent(Traits::swarm);
  }

  /**
   * An internal network: whatever leaves its bridge for elsewhere, or comes from elsewhere, is
   * dropped.
   */
  private void inside(Optional<String> bridge, Optional<Network> subnet) {
    if (bridge.isPresent() && subnet.isPresent()) {
      traits(bridge.get()).internal(subnet.get());
    }
  }

  private Stream<Step> filter(String... chains) {
    return Stream.of(chains).flatMap(chain -> firewall.steps("filter", chain));
  }

  private void add(Optional<String> bridge) {
    bridge.ifPresent(this::traits);
  }

  private Optional<Traits> known(Optional<String> bridge) {
    return bridge.map(found::get);
  }

  private Traits traits(String bridge) {
    return found.computeIfAbsent(bridge, name -> new Traits());
  }
}
