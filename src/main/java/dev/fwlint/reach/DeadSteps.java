package dev.fwlint.reach;

import dev.fwlint.model.Action;
import dev.fwlint.model.Chain;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.model.Table;
import dev.fwlint.reach.Reach.Answer;
import dev.fwlint.reach.Reach.Cause;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The steps of a firewall that no packet can hit, and why: each is told once, by the first kind
 * that fits.
 */
public final class DeadSteps {
  private static final Latest<DeadSteps> LATEST = new Latest<>(DeadSteps::new);

  private final Firewall firewall;
  final Reach reach;
  private final List<DeadStep> dead = new ArrayList<>();

  /** Why a step is dead. */
  public enum Kind {
    /** What it asks is empty where it stands. */
    NEVER_MATCHING,
    /** No packet comes to its place. */
    UNREACHABLE,
    /** A step with another effect takes some of its packets, and nothing is left. */
    SHADOWED,
    /** Steps with its own effect take all of its packets. */
    REDUNDANT,
    /** Nothing that it asks for comes to it, for another reason. */
    CONTRADICTED
  }

  /** A dead step, and the steps that keep its packets away. */
  public record DeadStep(Step step, Kind kind, List<Cause> causes) {
    public DeadStep {
      causes = List.copyOf(causes);
    }
  }

  private DeadSteps(Firewall firewall) {
    this.firewall = firewall;
    reach = Reach.of(firewall);
    firewall.tables().values().forEach(this::table);
  }

  public static DeadSteps of(Firewall firewall) {
    return LATEST.of(firewall);
  }

  /** Those of a kind, in the order of the file. */
  public Stream<DeadStep> of(Kind kind) {
    return dead.stream().filter(step -> step.kind() == kind);
  }

  Stream<DeadStep> all() {
    return dead.stream();
  }

  /** Packets that a step was written for. */
  public List<Map<String, Object>> packetsFor(Step step) {
    return reach.packetsFor(step);
  }

  private void table(Table table) {
    CallGraph calls = CallGraph.of(firewall, table);
    for (Chain chain : table.chains().values()) {
      if (chain.builtIn() || calls.reached(chain.name())) {
        chain(chain);
      }
    }
  }

  /** A line that makes several steps is dead when all of them are. */
  private void chain(Chain chain) {
    Set<Integer> alive = new HashSet<>();
    List<DeadStep> found = new ArrayList<>();
    // where no packet comes, none comes to what stands behind, and for the same reasons
    Optional<List<Cause>> shut = Optional.empty();
    for (Step step : chain.steps()) {
      Optional<DeadStep> answer = shut.map(causes -> unreachable(step, causes)).or(() -> ask(step));
      answer.ifPresentOrElse(found::add, () -> alive.add(line(step)));
      shut =
          shut.or(
              () -> answer.filter(dead -> dead.kind() == Kind.UNREACHABLE).map(DeadStep::causes));
    }
    Set<Integer> told = new HashSet<>();
    found.stream()
        .filter(step -> !alive.contains(line(step.step())) && told.add(line(step.step())))
        .forEach(dead::add);
  }

  private static int line(Step step) {
    return step.origin().span().start();
  }

  private DeadStep unreachable(Step step, List<Cause> causes) {
    return reach.never(step)
        ? new DeadStep(step, Kind.NEVER_MATCHING, List.of())
        : new DeadStep(step, Kind.UNREACHABLE, causes);
  }

  private Optional<DeadStep> ask(Step step) {
    if (!(reach.hit(step) instanceof Answer.Dead hit)) {
      return Optional.empty();
    }
    if (reach.never(step)) {
      return Optional.of(new DeadStep(step, Kind.NEVER_MATCHING, List.of()));
    }
    if (reach.arrive(step) instanceof Answer.Dead arrival) {
      return Optional.of(new DeadStep(step, Kind.UNREACHABLE, arrival.causes()));
    }
    // what the step itself does not match where it stands is none of its packets
    List<Cause> others = hit.causes().stream().filter(cause -> !isOwn(step, cause)).toList();
    Kind kind = kind(step, others);
    if (kind != Kind.CONTRADICTED) {
      return Optional.of(new DeadStep(step, kind, others));
    }
    List<Cause> causes = new ArrayList<>(hit.causes());
    causes.addAll(reach.contradictions(step));
    return Optional.of(new DeadStep(step, kind, causes));
  }

  private static Kind kind(Step step, List<Cause> causes) {
    boolean other =
        causes.stream()
            .filter(cause -> cause.kind() == Cause.Kind.TAKES)
            .flatMap(cause -> cause.step().stream())
            .anyMatch(taker -> !sameEffect(step, taker));
    boolean all =
        !causes.isEmpty()
            && causes.stream()
                .allMatch(cause ->
                    cause.kind() == Cause.Kind.TAKES && cause.step().isPresent()
                        || returnsAlike(step, cause));
    return other ? Kind.SHADOWED : all ? Kind.REDUNDANT : Kind.CONTRADICTED;
  }

  /** A RETURN behind another of the same chain sends nothing away that is not gone. */
  private static boolean returnsAlike(Step step, Cause cause) {
    return cause.kind() == Cause.Kind.SENDS_AWAY
        && step.action() instanceof Action.Return
        && cause
            .step()
            .filter(other -> other.action() instanceof Action.Return)
            .filter(other -> other.chain().equals(step.chain()))
            .isPresent();
  }

  private static boolean isOwn(Step step, Cause cause) {
    return cause.kind() == Cause.Kind.CHANGES
        || cause.kind() == Cause.Kind.DOES_NOT_MATCH
            && cause.step().filter(step::equals).isPresent();
  }

  private static boolean sameEffect(Step one, Step other) {
    return one.action().equals(other.action()) && Decision.of(one).equals(Decision.of(other));
  }
}
