package dev.fwlint.docker;

import dev.fwlint.docker.Isolation.Gap;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.reach.CallGraph;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which of Docker's rules that keep networks apart are not there. There may be as many questions as
 * pairs of bridges: what the rules are about is collected once.
 */
final class Gaps {
  private static final String STAGE_1 = "DOCKER-ISOLATION-STAGE-1";
  private static final String STAGE_2 = "DOCKER-ISOLATION-STAGE-2";

  private final Generation generation;
  private final Set<String> internal;

  /** The chains that what is forwarded may come to. */
  private final Set<String> led;

  /** From and to which bridge packets are dropped: of one layout as pairs, of others in stages. */
  private final Set<List<String>> pairs;

  private final Set<String> from;
  private final Set<String> to;

  /** The bridges that lead to Docker's rules for their ports, and those that have the last one. */
  private final Set<String> sorted;

  private final Set<String> closed;

  /** The internal bridges that nothing gets into from elsewhere, and out of. */
  private final Set<String> nothingIn;

  private final Set<String> nothingOut;

  Gaps(Firewall firewall, Generation generation, List<Bridge> bridges) {
    this.generation = generation;
    internal =
        bridges.stream().filter(Bridge::internal).map(Bridge::name).collect(Collectors.toSet());
    led = CallGraph.filterFrom(firewall, "FORWARD");
    pairs = in(firewall, chainOfInternal(), Gaps::pair);
    from = in(firewall, STAGE_1, s -> Shapes.in(s).filter(i -> Shapes.jumpsTo(s, STAGE_2)));
    to = in(firewall, STAGE_2, step -> Shapes.out(step).filter(out -> Shapes.drops(step)));
    sorted = in(firewall, "DOCKER-BRIDGE", Shapes::out);
    closed = in(firewall, "DOCKER", Gaps::last);
    nothingIn = in(firewall, chainOfInternal(), s -> about(Shapes.out(s), s, End.SOURCE));
    nothingOut = in(firewall, chainOfInternal(), s -> about(Shapes.in(s), s, End.DESTINATION));
  }

  private static <T> Set<T> in(Firewall firewall, String chain, Function<Step, Optional<T>> of) {
    return firewall
        .steps("filter", chain)
        .flatMap(step -> of.apply(step).stream())
        .collect(Collectors.toSet());
  }

  private static Optional<List<String>> pair(Step step) {
    return Shapes.in(step)
        .filter(in -> Shapes.drops(step))
        .flatMap(in -> Shapes.out(step).map(out -> List.of(in, out)));
  }

  /** The bridge that a last rule drops everything for that comes from elsewhere. */
  private static Optional<String> last(Step step) {
    return Shapes.out(step)
        .filter(out -> Shapes.drops(step) && Shapes.notIn(step).equals(Optional.of(out)));
  }

  /**
   * The bridge of a rule of an internal network, where it is about other addresses than its own.
   */
  private static Optional<String> about(Optional<String> bridge, Step step, End other) {
    return bridge.filter(name -> Shapes.network(step, other, true).isPresent());
  }

  private String chainOfInternal() {
    return switch (generation) {
      case G0, G1, G2 -> "DOCKER-ISOLATION";
      case G3, G4, G5 -> STAGE_1;
      case G6 -> "DOCKER-INTERNAL";
    };
  }

  /** The first that is missing of those that would keep packets of one bridge from another. */
  Optional<Gap> between(String source, String target) {
    if (generation != Generation.G0 && (internal.contains(source) || internal.contains(target))) {
      return forwarding()
          .or(() -> jump(parent(), chainOfInternal()))
          .or(() -> inside(source, target));
    }
    return switch (generation) {
      case G0 -> Optional.of(noRule("FORWARD", source, target));
      case G1, G2 -> pair(source, target);
      case G3, G4, G5 -> stages(source, target);
      case G6 -> last(target);
    };
  }

  private String parent() {
    return generation.compareTo(Generation.G5) < 0 ? "FORWARD" : "DOCKER-FORWARD";
  }

  private Optional<Gap> forwarding() {
    return parent().equals("FORWARD") ? Optional.empty() : jump("FORWARD", parent());
  }

  private Optional<Gap> pair(String source, String target) {
    return jump("FORWARD", chainOfInternal())
        .or(() ->
            unless(
                pairs.contains(List.of(source, target)),
                noRule(chainOfInternal(), source, target)));
  }

  private static Gap noRule(String chain, String source, String target) {
    return new Gap(chain, "no rule from %s to %s".formatted(q(source), q(target)));
  }

  private Optional<Gap> stages(String source, String target) {
    Gap noFirst = new Gap(STAGE_1, "no rule for what comes from " + q(source));
    Gap noSecond = new Gap(STAGE_2, "no rule for what goes to " + q(target));
    return jump(parent(), STAGE_1)
        .or(() -> unless(from.contains(source), noFirst))
        .or(() -> unless(to.contains(target), noSecond));
  }

  private Optional<Gap> last(String target) {
    Gap unsorted = new Gap("DOCKER-BRIDGE", "no rule for what goes to " + q(target));
    Gap open = new Gap("DOCKER", "no last rule that drops the rest for " + q(target));
    return forwarding()
        .or(() -> jump("DOCKER-FORWARD", "DOCKER-BRIDGE"))
        .or(() -> unless(sorted.contains(target), unsorted))
        .or(() -> unless(closed.contains(target), open));
  }

  private Optional<Gap> jump(String parent, String chain) {
    return unless(led.contains(chain), new Gap(parent, "no jump to " + q(chain)));
  }

  /** What keeps an internal network apart: two rules, one for each direction. */
  private Optional<Gap> inside(String source, String target) {
    boolean in = !internal.contains(target) || nothingIn.contains(target);
    boolean out = !internal.contains(source) || nothingOut.contains(source);
    String lacking = out ? target : source;
    boolean none = !nothingIn.contains(lacking) && !nothingOut.contains(lacking);
    String rules = none ? "no rule" : "only one of the two rules";
    return unless(
        in && out,
        new Gap(chainOfInternal(), "%s for the internal network %s".formatted(rules, q(lacking))));
  }

  private static Optional<Gap> unless(boolean there, Gap gap) {
    return there ? Optional.empty() : Optional.of(gap);
  }

  private static String q(String name) {
    return '"' + name + '"';
  }
}
