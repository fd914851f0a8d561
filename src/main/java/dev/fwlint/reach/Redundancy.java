package dev.fwlint.reach;

import dev.fwlint.model.Action;
import dev.fwlint.model.Chain;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.model.Table;
import dev.fwlint.reach.Program.Site;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The rules that packets hit, and whose removal changes no effect on any packet: what its packets
 * meet behind it is the same. They go from the last to the first, so that all of them, and the dead
 * ones, can be deleted together, or any of them alone.
 */
public final class Redundancy {
  /** A line that more lines rest on stays. */
  private static final int MOST_RESTING = 100;

  /** How many looks a line gets while there are enough, and what each gets all the same. */
  private static final int MOST_LOOKS = 4_000;

  private static final int FEWEST_LOOKS = 300;

  private final Reach reach;
  private final Prospects prospects;

  /** How many looks there are for all lines: wide rules overlap all others, and cost the most. */
  private int looks = 4_000_000;

  /** The steps that may be deleted. */
  private final Set<Step> deleted = Aftermath.identities();

  /** The lines that are redundant because of a step. */
  private final Map<Step, Set<Dispensable>> resting = new IdentityHashMap<>();

  private final Map<Step, Dispensable> lines = new IdentityHashMap<>();

  /**
   * A rule that changes nothing.
   *
   * @param steps all that its line makes
   * @param hit the one of them that packets were found for
   * @param takers the steps that do the same with its packets
   * @param policies the chains whose policy does
   */
  public record Needless(List<Step> steps, Step hit, List<Step> takers, List<Chain> policies) {
    public Needless {
      steps = List.copyOf(steps);
      takers = List.copyOf(takers);
      policies = List.copyOf(policies);
    }

    public Step first() {
      return steps.getFirst();
    }
  }

  /**
   * What programs made, which comes and goes: nothing rests on it, and nothing is said of it.
   *
   * @param made their steps
   * @param follows whether what stands behind the end of a chain is theirs
   */
  public record Foreign(Predicate<Step> made, Predicate<Chain> follows) {}

  private Redundancy(DeadSteps dead, Foreign foreign) {
    reach = dead.reach;
    prospects = new Prospects(reach.program.fields, foreign);
    dead.all().map(DeadSteps.DeadStep::step).filter(foreign.made().negate()).forEach(deleted::add);
  }

  public static Redundancy of(Firewall firewall, Foreign foreign) {
    Redundancy redundancy = new Redundancy(DeadSteps.of(firewall), foreign);
    firewall.tables().values().forEach(redundancy::table);
    return redundancy;
  }

  /** Packets that hit such a rule, the plainest first. */
  public List<Map<String, Object>> packetsFor(Needless needless) {
    return Objects.requireNonNull(lines.get(needless.first())).packets();
  }

  private Dispensable dispensable(List<Site> sites) {
    return new Dispensable(reach, prospects, deleted::contains, sites, allowance());
  }

  private int allowance() {
    return Math.clamp(looks, FEWEST_LOOKS, MOST_LOOKS);
  }

  private boolean settles(Dispensable line) {
    int allowed = line.looksLeft();
    boolean settles = line.settles();
    looks -= allowed - line.looksLeft();
    return settles;
  }

  /** All, in the order of the file. */
  public List<Needless> lines() {
    return lines.values().stream()
        .map(Dispensable::needless)
        .sorted(Comparator.comparing(needless -> needless.first().origin().span().start()))
        .toList();
  }

  private void table(Table table) {
    List<Code> codes =
        table.chains().values().stream()
            .filter(Chain::builtIn)
            .flatMap(chain -> reach.program.code(table.name(), chain.name()).stream())
            .toList();
    for (Site site : Behind.firstOf(reach.program, codes)) {
      if (isFirstOfLine(site) && isCandidate(site.op())) {
        line(site);
      }
    }
  }

  private static boolean isFirstOfLine(Site site) {
    return site.place() == 0
        || site.code().ops().get(site.place() - 1).step().origin() != site.op().step().origin();
  }

  private boolean isCandidate(Op op) {
    Step step = op.step();
    boolean decides = Decision.of(step).isPresent() || step.action() instanceof Action.Return;
    return decides
        && !Conditions.unconditional(step)
        && !deleted.contains(step)
        && !Memory.isShared(step)
        && !prospects.isForeign(step);
  }

  /** All steps of a line go, or none. */
  private void line(Site first) {
    List<Site> sites = new ArrayList<>();
    List<Op> ops = first.code().ops();
    for (int i = first.place();
        i < ops.size() && ops.get(i).step().origin() == first.op().step().origin();
        i++) {
      sites.add(new Site(first.code(), i));
    }
    Dispensable line = dispensable(sites);
    deleted.addAll(line.steps);
    if (settles(line) && rest(line)) {
      lines.put(line.steps.getFirst(), line);
    } else {
      line.steps.forEach(deleted::remove);
    }
  }

  /**
   * Whether the lines that rest on this one can do without it. Where chains call each other in
   * order, there are none yet.
   */
  private boolean rest(Dispensable line) {
    Set<Dispensable> others = new LinkedHashSet<>();
    line.steps.forEach(step -> others.addAll(resting.getOrDefault(step, Set.of())));
    if (others.size() > MOST_RESTING) {
      return false;
    }
    List<Dispensable> again = others.stream().map(other -> dispensable(other.sites)).toList();
    if (!again.stream().allMatch(this::settles)) {
      return false;
    }
    again.forEach(other -> lines.put(other.steps.getFirst(), other));
    again.forEach(this::remember);
    remember(line);
    return true;
  }

  private void remember(Dispensable line) {
    Stream.concat(line.takers.stream(), line.turns.stream())
        .forEach(step -> resting.computeIfAbsent(step, s -> new LinkedHashSet<>()).add(line));
  }
}
