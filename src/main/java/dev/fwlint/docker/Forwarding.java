package dev.fwlint.docker;

import dev.fwlint.model.Action;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.model.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which rules of FORWARD are Docker's. */
final class Forwarding {
  private static final Set<String> GUARDS =
      Set.of("DOCKER-ISOLATION", "DOCKER-ISOLATION-STAGE-1", "DOCKER-FORWARD");

  private final Generation generation;
  private final List<Step> steps;
  private final Set<String> bridges;
  private final int guard;

  Forwarding(Firewall firewall, Generation generation, List<Bridge> bridges) {
    this.generation = generation;
    this.bridges = bridges.stream().map(Bridge::name).collect(Collectors.toSet());
    steps = firewall.steps("filter", "FORWARD").toList();
    guard = first(Forwarding::guards).or(() -> first(this::isOwn)).map(Step::index).orElse(0);
  }

  private Optional<Step> first(Predicate<Step> wanted) {
    return steps.stream().filter(wanted).findFirst();
  }

  /**
   * Where what keeps networks apart begins, from 1, or where Docker's rules begin if it is lost; 0
   * where there is none.
   */
  int guard() {
    return guard;
  }

  /**
   * Whether Docker has such an accepting step, and this is not one more of the kind that somebody
   * put before Docker's.
   */
  boolean isDockers(Step step) {
    return hasShape(step)
        && (step.index() > guard
            || steps.stream()
                .filter(other -> other.index() > step.index())
                .noneMatch(other -> other.conditions().equals(step.conditions())));
  }

  private static boolean guards(Step step) {
    return step.action() instanceof Action.Jump jump && GUARDS.contains(jump.chain());
  }

  private boolean isOwn(Step step) {
    return step.action() instanceof Action.Jump jump
        ? jump.chain().equals("DOCKER")
        : hasShape(step);
  }

  /**
   * {@code -i B ! -o B -j ACCEPT} and {@code -i B -o B -j ACCEPT}, in 28.0.0 {@code -i B} alone.
   */
  private boolean hasShape(Step step) {
    Optional<String> in = Shapes.in(step).filter(bridges::contains);
    boolean plain = step.conditions().stream().allMatch(Condition.Interface.class::isInstance);
    boolean within = Shapes.out(step).equals(in) || Shapes.notOut(step).equals(in);
    return in.isPresent()
        && plain
        && step.action() instanceof Action.Decide decided
        && decided.verdict() == Verdict.ACCEPT
        && (generation == Generation.G4 ? step.conditions().size() == 1 : within);
  }
}
