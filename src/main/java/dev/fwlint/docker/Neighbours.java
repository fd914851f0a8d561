package dev.fwlint.docker;

import dev.fwlint.model.Action;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Network;
import dev.fwlint.model.Step;
import dev.fwlint.model.Verdict;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the networks of libvirt, Podman, CNI and LXD by the rules that these make for them. */
final class Neighbours {
  private static final Pattern LXD =
      Pattern.compile("generated for (?:LXD|Incus) network ([^\\s/]+)(?: .*)?");

  private static final Map<Owner, Pattern> USUAL =
      Map.of(
          Owner.LIBVIRT, Pattern.compile("virbr\\d+"),
          Owner.PODMAN, Pattern.compile("(podman|cni-podman)\\d+"),
          Owner.CNI, Pattern.compile("cni\\d+"),
          Owner.LXD, Pattern.compile("lxdbr\\d+"));

  private final Firewall firewall;
  private final Set<String> dockers;
  private final Map<String, Owner> owners = new LinkedHashMap<>();
  private final Map<String, Set<Network>> subnets = new LinkedHashMap<>();
  private final Set<Neighbour> withoutBridge = new LinkedHashSet<>();

  private Neighbours(Firewall firewall, Set<String> dockers) {
    this.firewall = firewall;
    this.dockers = dockers;
  }

  /**
   * @param dockers the bridges that are Docker's
   */
  static List<Neighbour> of(Firewall firewall, Set<String> dockers) {
    Neighbours found = new Neighbours(firewall, dockers);
    found.libvirt(Stream.of("LIBVIRT_FWO", "LIBVIRT_FWI", "LIBVIRT_FWX"));
    found.libvirt(Stream.of("FORWARD"));
    found.isolated(Owner.PODMAN, "NETAVARK_ISOLATION_1", "NETAVARK_ISOLATION_2");
    found.isolated(Owner.PODMAN, "NETAVARK_ISOLATION_3", "NETAVARK_ISOLATION_2");
    found.isolated(Owner.CNI, "CNI-ISOLATION-STAGE-1", "CNI-ISOLATION-STAGE-2");
    found.commented();
    found.hidden();
    found.named();
    return found.all();
  }

  private List<Neighbour> all() {
    Stream<Neighbour> bridges =
        owners.entrySet().stream()
            .map(e ->
                new Neighbour(
                    e.getValue(),
                    Optional.of(e.getKey()),
                    List.copyOf(subnets.getOrDefault(e.getKey(), Set.of()))));
    return Stream.concat(bridges, withoutBridge.stream()).toList();
  }

  /**
   * A libvirt network lets its guests talk to each other, and refuses the rest in both directions.
   */
  private void libvirt(Stream<String> chains) {
    List<Step> steps = chains.flatMap(chain -> firewall.steps("filter", chain)).toList();
    Set<String> within = new HashSet<>();
    Set<String> out = new HashSet<>();
    Set<String> in = new LinkedHashSet<>();
    for (Step step : steps) {
      Optional<String> from = Shapes.in(step);
      if (Shapes.accepts(step) && from.isPresent() && from.equals(Shapes.out(step))) {
        within.add(from.get());
      } else if (refuses(step) && step.conditions().size() == 1) {
        from.ifPresent(out::add);
        Shapes.out(step).ifPresent(in::add);
      }
    }
    in.stream()
        .filter(bridge -> within.contains(bridge) && out.contains(bridge))
        .forEach(bridge -> add(Owner.LIBVIRT, bridge));
    steps.stream().filter(Shapes::accepts).forEach(this::subnetOfGuests);
  }

  private static boolean refuses(Step step) {
    return step.action() instanceof Action.Decide decided && decided.verdict() == Verdict.REJECT;
  }

  private void subnetOfGuests(Step step) {
    Shapes.in(step)
        .filter(bridge -> owners.get(bridge) == Owner.LIBVIRT)
        .ifPresent(bridge ->
            Shapes.network(step, End.SOURCE, false).ifPresent(net -> subnets(bridge).add(net)));
    Shapes.out(step)
        .filter(bridge -> owners.get(bridge) == Owner.LIBVIRT)
        .ifPresent(bridge ->
            Shapes.network(step, End.DESTINATION, false)
                .ifPresent(net -> subnets(bridge).add(net)));
  }

  private void isolated(Owner owner, String first, String second) {
    firewall
        .steps("filter", first)
        .filter(step -> Shapes.in(step).equals(Shapes.notOut(step)))
        .forEach(step -> Shapes.in(step).ifPresent(bridge -> add(owner, bridge)));
    firewall
        .steps("filter", second)
        .filter(Shapes::drops)
        .forEach(step -> Shapes.out(step).ifPresent(bridge -> add(owner, bridge)));
  }

  /** LXD says in a comment which network a rule is for. */
  private void commented() {
    for (Step step : firewall.steps().toList()) {
      Optional<String> bridge = networkOfComment(step);
      if (bridge.isPresent()) {
        add(Owner.LXD, bridge.get());
        Shapes.network(step, End.SOURCE, false)
            .filter(net -> Shapes.hidesSource(step))
            .ifPresent(net -> subnets(bridge.get()).add(net));
      }
    }
  }

  static Optional<String> networkOfComment(Step step) {
    return Sketch.comment(step)
        .map(LXD::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1));
  }

  /** Podman and CNI have a chain of the nat table for each network, or each container. */
  private void hidden() {
    firewall.table("nat").stream()
        .flatMap(table -> table.chains().values().stream())
        .filter(chain -> chain.name().matches("(NETAVARK|CNI)-[0-9A-Fa-f]+"))
        .forEach(chain -> {
          Owner owner = chain.name().startsWith("CNI") ? Owner.CNI : Owner.PODMAN;
          chain.steps().stream()
              .filter(Shapes::accepts)
              .filter(step ->
                  step.conditions().stream().allMatch(Condition.InNetwork.class::isInstance))
              .flatMap(step -> Shapes.network(step, End.DESTINATION, false).stream())
              .map(net -> new Neighbour(owner, Optional.empty(), List.of(net)))
              .forEach(withoutBridge::add);
        });
  }

  /** What these call their bridges unless they are told to call them otherwise. */
  private void named() {
    firewall
        .steps()
        .flatMap(step -> Shapes.conditions(step, Condition.Interface.class))
        .filter(by -> !by.prefix())
        .map(Condition.Interface::name)
        .forEach(name -> usualOwner(name).ifPresent(owner -> add(owner, name)));
  }

  private static Optional<Owner> usualOwner(String bridge) {
    return USUAL.entrySet().stream()
        .filter(usual -> usual.getValue().matcher(bridge).matches())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private void add(Owner owner, String bridge) {
    if (!dockers.contains(bridge)) {
      owners.putIfAbsent(bridge, owner);
    }
  }

  private Set<Network> subnets(String bridge) {
    return subnets.computeIfAbsent(bridge, name -> new LinkedHashSet<>());
  }
}
