package dev.fwlint.docker;

import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.reach.CallGraph;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How Docker's rules of a generation keep its networks apart, which of its rules let some packets
 * across on purpose, and which one is not there where it should be.
 */
public final class Isolation {
  private static final String STAGE_1 = "DOCKER-ISOLATION-STAGE-1";
  private static final String STAGE_2 = "DOCKER-ISOLATION-STAGE-2";

  private final Firewall firewall;
  private final Generation generation;
  private final Set<String> internal;
  private final Set<String> routed;
  private final Optional<CallGraph> calls;

  private Isolation(Firewall firewall, Generation generation, List<Bridge> bridges) {
    this.firewall = firewall;
    this.generation = generation;
    internal =
        bridges.stream().filter(Bridge::internal).map(Bridge::name).collect(Collectors.toSet());
    routed =
        steps("DOCKER")
            .filter(Isolation::isPing)
            .flatMap(step -> Shapes.out(step).stream())
            .collect(Collectors.toSet());
    calls = firewall.table("filter").map(CallGraph::new);
  }

  /** Nothing where the ruleset has no rules of Docker's. */
  public static Optional<Isolation> of(Firewall firewall, DockerHost host) {
    return host.generation().map(generation -> new Isolation(firewall, generation, host.bridges()));
  }

  /**
   * Whether a step accepts what Docker means to be accepted from any network: what a routed network
   * of 28 and later publishes (moby/moby pull request 49981), and what swarm does. What a
   * translated network of 29 publishes is accepted too, and left to the raw table to stop.
   */
  public boolean intends(Step step) {
    boolean open =
        Shapes.out(step).filter(routed::contains).isPresent()
            || generation == Generation.G6 && firewall.table("raw").isEmpty();
    return (publishes(step) || isPing(step)) && open || step.chain().equals("DOCKER-INGRESS");
  }

  /** Whether a step is what Docker accepts a published port with. */
  public boolean publishes(Step step) {
    return step.chain().equals("DOCKER")
        && Shapes.out(step).isPresent()
        && step.conditions().size() > 2;
  }

  /** The rule that a network in gateway mode routed has, and no other. */
  private static boolean isPing(Step step) {
    return step.chain().equals("DOCKER")
        && step.conditions().size() == 2
        && Shapes.out(step).isPresent()
        && Shapes.conditions(step, Condition.Protocol.class).findAny().isPresent();
  }

  /**
   * Whether a step is the last of a network in gateway mode {@code nat-unprotected}, which lets
   * everything in. Such a network has no rules for its ports.
   */
  public boolean unprotects(Step step) {
    Optional<String> to = Shapes.out(step);
    return generation == Generation.G6
        && step.chain().equals("DOCKER")
        && step.conditions().size() == 2
        && to.isPresent()
        && Shapes.notIn(step).equals(to)
        && steps("DOCKER").noneMatch(other -> Shapes.out(other).equals(to) && publishes(other));
  }

  /** Whether Docker itself has such an accepting step, for the stopping ones before it to guard. */
  public boolean isDockers(Step step) {
    Optional<String> bridge = Shapes.in(step).or(() -> Shapes.out(step));
    return switch (step.chain()) {
      case "DOCKER" -> Shapes.out(step).isPresent();
      case "FORWARD", "DOCKER-FORWARD" ->
          bridge.isPresent()
              && step.conditions().stream().allMatch(Condition.Interface.class::isInstance)
              && Shapes.in(step).isPresent();
      default -> false;
    };
  }

  /**
   * A rule that should be there and is not.
   *
   * @param chain where; of the filter table
   */
  public record Gap(String chain, String what) {}

  /** Which rule is missing that would keep packets of one bridge from another. */
  public Optional<Gap> gap(String from, String to) {
    return switch (generation) {
      case G0 -> Optional.of(new Gap("FORWARD", "no rule from %s to %s".formatted(q(from), q(to))));
      case G1, G2 -> pairs(from, to);
      case G3, G4 -> stages("FORWARD", from, to);
      case G5 -> stages("DOCKER-FORWARD", from, to);
      case G6 -> last(from, to);
    };
  }

  private Optional<Gap> pairs(String from, String to) {
    String chain = "DOCKER-ISOLATION";
    return jump("FORWARD", chain)
        .or(() -> inside(chain, from, to))
        .or(() ->
            steps(chain)
                    .filter(Shapes::drops)
                    .anyMatch(s -> isAbout(Shapes.in(s), from) && isAbout(Shapes.out(s), to))
                ? Optional.empty()
                : Optional.of(new Gap(chain, "no rule from %s to %s".formatted(q(from), q(to)))));
  }

  private Optional<Gap> stages(String parent, String from, String to) {
    return jump(parent, STAGE_1)
        .or(() -> inside(STAGE_1, from, to))
        .or(() ->
            steps(STAGE_1)
                    .filter(step -> Shapes.jumpsTo(step, STAGE_2))
                    .anyMatch(step -> isAbout(Shapes.in(step), from))
                ? Optional.empty()
                : Optional.of(new Gap(STAGE_1, "no rule for what comes from " + q(from))))
        .or(() ->
            steps(STAGE_2).filter(Shapes::drops).anyMatch(s -> isAbout(Shapes.out(s), to))
                ? Optional.empty()
                : Optional.of(new Gap(STAGE_2, "no rule for what goes to " + q(to))));
  }

  private Optional<Gap> last(String from, String to) {
    boolean inside = internal.contains(from) || internal.contains(to);
    return jump("FORWARD", "DOCKER-FORWARD")
        .or(() -> inside ? jump("DOCKER-FORWARD", "DOCKER-INTERNAL") : Optional.empty())
        .or(() -> inside("DOCKER-INTERNAL", from, to))
        .or(() -> jump("DOCKER-FORWARD", "DOCKER-BRIDGE"))
        .or(() ->
            steps("DOCKER-BRIDGE").anyMatch(s -> isAbout(Shapes.out(s), to))
                ? Optional.empty()
                : Optional.of(new Gap("DOCKER-BRIDGE", "no rule for what goes to " + q(to))))
        .or(() ->
            steps("DOCKER")
                    .filter(Shapes::drops)
                    .anyMatch(s -> isAbout(Shapes.out(s), to) && isAbout(Shapes.notIn(s), to))
                ? Optional.empty()
                : Optional.of(new Gap("DOCKER", "no last rule that drops the rest for " + q(to))));
  }

  private Optional<Gap> jump(String from, String to) {
    boolean leads = calls.filter(graph -> graph.path("FORWARD", to).isPresent()).isPresent();
    return leads ? Optional.empty() : Optional.of(new Gap(from, "no jump to " + q(to)));
  }

  /** What keeps an internal network apart: two rules, one for each direction. */
  private Optional<Gap> inside(String chain, String from, String to) {
    boolean out =
        !internal.contains(to)
            || steps(chain)
                .filter(step -> isAbout(Shapes.out(step), to))
                .anyMatch(step -> Shapes.network(step, End.SOURCE, true).isPresent());
    boolean in =
        !internal.contains(from)
            || steps(chain)
                .filter(step -> isAbout(Shapes.in(step), from))
                .anyMatch(step -> Shapes.network(step, End.DESTINATION, true).isPresent());
    return out && in
        ? Optional.empty()
        : Optional.of(
            new Gap(
                chain, "only one of the two rules for the internal network " + q(in ? to : from)));
  }

  private static boolean isAbout(Optional<String> device, String bridge) {
    return device.filter(bridge::equals).isPresent();
  }

  private Stream<Step> steps(String chain) {
    return firewall.chain("filter", chain).stream().flatMap(found -> found.steps().stream());
  }

  private static String q(String name) {
    return '"' + name + '"';
  }
}
