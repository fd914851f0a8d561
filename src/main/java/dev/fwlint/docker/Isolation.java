package dev.fwlint.docker;

import dev.fwlint.docker.Bridge.Gateway;
import dev.fwlint.model.Action;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How Docker's rules of a generation keep its networks apart, which of its rules let some packets
 * across on purpose, and which one is not there where it should be.
 */
public final class Isolation {
  private final Generation generation;
  private final Gaps gaps;
  private final Forwarding forwarding;
  private final Map<String, Step> silencers = new HashMap<>();

  private final boolean raw;

  private final Owners owners;

  private final Set<String> undecided;

  /** The bridges of networks in each gateway mode. */
  private final Map<Gateway, Set<String>> reached;

  private Isolation(Firewall firewall, Generation generation, List<Bridge> bridges) {
    this.generation = generation;
    gaps = new Gaps(firewall, generation, bridges);
    forwarding = new Forwarding(firewall, generation, bridges);
    Stream.of("FORWARD", "DOCKER-FORWARD")
        .flatMap(chain -> firewall.steps("filter", chain))
        .filter(step -> Shapes.drops(step) && step.conditions().size() == 2)
        .filter(step -> Shapes.in(step).equals(Shapes.out(step)))
        .forEach(step -> Shapes.in(step).ifPresent(name -> silencers.putIfAbsent(name, step)));
    raw = firewall.table("raw").isPresent();
    owners = Owners.of(firewall);
    undecided = undecided(firewall);
    reached = new EnumMap<>(Gateway.class);
    bridges.forEach(bridge ->
        bridge
            .gateway()
            .ifPresent(by -> reached.computeIfAbsent(by, b -> new HashSet<>()).add(bridge.name())));
  }

  private boolean isTo(Step step, Gateway gateway) {
    return Shapes.out(step).filter(reached.getOrDefault(gateway, Set.of())::contains).isPresent();
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
    return isAboutMeant(step) && isDockers(step);
  }

  /** Whether a step is about the packets of such a one, whatever it does with them. */
  public boolean isAboutMeant(Step step) {
    boolean open = isTo(step, Gateway.ROUTED) || generation == Generation.G6 && !raw;
    return (publishes(step) || isPing(step)) && open || isSwarms(step);
  }

  /** Whether a step is what Docker accepts a published port with. */
  public static boolean publishes(Step step) {
    return step.chain().equals("DOCKER")
        && Shapes.out(step).isPresent()
        && Shapes.host(step, End.DESTINATION).isPresent()
        && step.conditions().size() > 2;
  }

  /** Whether a step is what swarm accepts a published port with, whatever container it is for. */
  public static boolean isSwarms(Step step) {
    return step.chain().equals("DOCKER-INGRESS")
        && Shapes.conditions(step, Condition.Port.class).findAny().isPresent();
  }

  /** The rule that a network in gateway mode routed has, and no other. */
  private static boolean isPing(Step step) {
    return step.chain().equals("DOCKER")
        && step.conditions().size() == 2
        && Shapes.out(step).isPresent()
        && Shapes.conditions(step, Condition.Protocol.class).findAny().isPresent();
  }

  /** Whether a step is the last of a network in gateway mode nat-unprotected. */
  public boolean unprotects(Step step) {
    return generation == Generation.G6
        && step.chain().equals("DOCKER")
        && step.conditions().size() == 2
        && Shapes.notIn(step).equals(Shapes.out(step))
        && isTo(step, Gateway.NAT_UNPROTECTED);
  }

  /**
   * The same of what comes from an internal network: with the isolation stages of 28, the rules of
   * the newer network come first, so that a routed one may be open to it, too.
   */
  public boolean intendsFromInternal(Step step) {
    return generation == Generation.G5 ? intends(step) : isSwarms(step);
  }

  /** Whether Docker lets everything into a network, from other networks, too. */
  public boolean isUnprotected(String bridge) {
    return generation == Generation.G6
        && reached.getOrDefault(Gateway.NAT_UNPROTECTED, Set.of()).contains(bridge);
  }

  /** Whether a step is the one by which 28 lets pass what goes to a routed network. */
  public boolean isDockersReturn(Step step) {
    return step.chain().equals("DOCKER-ISOLATION-STAGE-1")
        && step.conditions().size() == 1
        && isTo(step, Gateway.ROUTED);
  }

  /**
   * Whether a step accepts a published port of a network of 29, which lets every neighbour through
   * to it and leaves it to the raw table to stop them.
   */
  public boolean leavesToRaw(Step step) {
    return generation == Generation.G6 && publishes(step);
  }

  /** Whether Docker itself has such an accepting step, for the stopping ones before it to guard. */
  public boolean isDockers(Step step) {
    return step.chain().equals("FORWARD")
        ? forwarding.isDockers(step)
        : owners.of(step).equals(Optional.of(Owner.DOCKER));
  }

  /** What the rules of 28.0.0 ask of their set, where it is not known for good. */
  public static Set<String> undecided(Firewall firewall) {
    return firewall
        .steps("filter", "FORWARD")
        .filter(Shapes::asksForExternalBridges)
        .flatMap(step -> step.conditions().stream())
        .flatMap(Isolation::undecided)
        .collect(Collectors.toSet());
  }

  private static Stream<String> undecided(Condition condition) {
    return switch (condition) {
      case Condition.Unknown asked -> Stream.of(asked.expression());
      case Condition.InSet asked when !asked.set().isFixed() -> Stream.of(asked.expression());
      default -> Stream.empty();
    };
  }

  /** {@link #undecided(Firewall)} of the ruleset's own. */
  public Set<String> undecided() {
    return Set.copyOf(undecided);
  }

  /** Whether a step is one of 28.0.0, which asked a set. */
  public static boolean asksForExternalBridges(Step step) {
    return Shapes.asksForExternalBridges(step);
  }

  /** Whether a step keeps packets from those behind it, and is none of Docker's. */
  public boolean isForeign(Step step) {
    boolean chain = step.chain().equals("DOCKER-USER") || !step.chain().startsWith("DOCKER");
    return step.table().equals("filter") && keeps(step.action()) && chain && !isDockers(step);
  }

  private static boolean keeps(Action action) {
    return switch (action) {
      case Action.Decide decided -> true;
      case Action.Return back -> true;
      case Action.Jump jump -> jump.goesTo();
      default -> false;
    };
  }

  /** Whether a step is one of Docker's for a published port or a link between containers. */
  public boolean isOfPorts(Step step) {
    return step.chain().equals("DOCKER") && isDockers(step) || isSwarms(step);
  }

  /**
   * The step that stops what containers of a bridge send each other, where that is switched off.
   */
  public Optional<Step> silencer(String bridge) {
    return Optional.ofNullable(silencers.get(bridge));
  }

  /** Whether a step of FORWARD comes before those that keep Docker's networks apart. */
  public boolean precedes(Step step) {
    return step.index() < forwarding.guard();
  }

  /**
   * A rule that should be there and is not.
   *
   * @param chain where; of the filter table
   */
  public record Gap(String chain, String what) {}

  /** Which rule is missing that would keep packets of one bridge from another. */
  public Optional<Gap> gap(String from, String to) {
    return gaps.between(from, to);
  }
}
