package dev.fwlint.reach;

import dev.fwlint.model.Action;
import dev.fwlint.model.Chain;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.model.Table;
import dev.fwlint.packets.Point;
import dev.fwlint.packets.Product;
import dev.fwlint.reach.Program.Site;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

  /** So many packets that hit a line are kept. */
  private static final int MOST_HITS = 3;

  private final Reach reach;
  private final Prospects prospects;

  /** The steps that may be deleted. */
  private final Set<Step> deleted = Aftermath.identities();

  /** The lines that are redundant because of a step. */
  private final Map<Step, Set<Line>> resting = new IdentityHashMap<>();

  private final Map<Step, Line> lines = new IdentityHashMap<>();

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
    Line line = Objects.requireNonNull(lines.get(needless.steps().getFirst()));
    Specimens specimens = new Specimens(reach.program, reach.paths);
    return Stream.concat(
            reach.packetsFor(line.hit()).stream().limit(1),
            line.hits.stream().flatMap(hit -> specimens.like(hit.path(), run(hit)).stream()))
        .distinct()
        .toList();
  }

  private Run run(Hit hit) {
    Run run = new Run(reach.program, hit.path(), hit.packet());
    run.go();
    return run;
  }

  /** All, in the order of the file. */
  public List<Needless> lines() {
    return lines.values().stream()
        .map(Line::needless)
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
    Line line = new Line(sites);
    deleted.addAll(line.steps);
    if (line.settles() && rest(line)) {
      lines.put(line.steps.getFirst(), line);
    } else {
      line.steps.forEach(deleted::remove);
    }
  }

  /**
   * Whether the lines that rest on this one can do without it. Where chains call each other in
   * order, there are none yet.
   */
  private boolean rest(Line line) {
    Set<Line> others = new LinkedHashSet<>();
    line.steps.forEach(step -> others.addAll(resting.getOrDefault(step, Set.of())));
    if (others.size() > MOST_RESTING) {
      return false;
    }
    List<Line> again = others.stream().map(other -> new Line(other.sites)).toList();
    if (!again.stream().allMatch(Line::settles)) {
      return false;
    }
    again.forEach(other -> lines.put(other.steps.getFirst(), other));
    again.forEach(this::remember);
    remember(line);
    return true;
  }

  private void remember(Line line) {
    Stream.concat(line.takers.stream(), line.turns.stream())
        .forEach(step -> resting.computeIfAbsent(step, s -> new LinkedHashSet<>()).add(line));
  }

  /** A packet that hits a step. */
  private record Hit(Path path, Point packet) {}

  /** What is found out about one line. */
  private final class Line {
    private final List<Site> sites;
    private final List<Step> steps;
    private final Set<Step> takers = Aftermath.identities();
    private final Set<Step> turns = Aftermath.identities();
    private final Set<Code> policies = new LinkedHashSet<>();
    private final List<Hit> hits = new ArrayList<>();

    /** Whether a packet is being looked at to settle another's matter. */
    private boolean aiming;

    Line(List<Site> sites) {
      this.sites = sites;
      this.steps = sites.stream().map(site -> site.op().step()).toList();
    }

    Needless needless() {
      List<Chain> chains = policies.stream().map(code -> code.chain).toList();
      return new Needless(steps, hit(), List.copyOf(takers), chains);
    }

    /** Whether packets hit it, and nothing changes for any of them. */
    boolean settles() {
      return sites.stream().allMatch(site -> reach.settles(site, this::settled)) && !hits.isEmpty();
    }

    Step hit() {
      return hits.getFirst().path().goal().op().step();
    }

    private Optional<Product> settled(Path path, Run run) {
      if (hits.size() < MOST_HITS) {
        hits.add(new Hit(path, run.packet()));
      }
      return same(path, run.state()).map(run::before);
    }

    /** Packets at the goal that meet the same behind it as this one does. */
    private Optional<Product> same(Path path, State state) {
      Stand behind = Stand.behind(path);
      Optional<Decision> own = Decision.of(path.goal().op().step());
      if (own.isPresent()) {
        return meets(own, path, state, behind);
      }
      Aftermath rest = aftermath(Optional.empty(), path, state);
      Optional<Product> nothing = rest.from(behind.alone(), Optional.empty());
      if (nothing.isPresent()) {
        turns.addAll(rest.turns);
        return nothing;
      }
      Optional<Decision> met = rest.other().map(Op::step).flatMap(Decision::of);
      Stand back = behind.back().orElse(behind.at(behind.code().ops().size()));
      return met.isEmpty() || !prospects.endsKnown(behind.code())
          ? Optional.empty()
          : meets(met, path, state, behind)
              .flatMap(here -> meets(met, path, state, back).map(here::intersect));
    }

    private Optional<Product> meets(
        Optional<Decision> decision, Path path, State state, Stand from) {
      Optional<Code> base = path.route().last().code();
      Aftermath aftermath = aftermath(decision, path, state);
      Optional<Product> same = aftermath.from(from, base);
      if (same.isPresent()) {
        takers.addAll(aftermath.takers);
        turns.addAll(aftermath.turns);
        policies.addAll(aftermath.policies);
      }
      return same;
    }

    private Aftermath aftermath(Optional<Decision> decision, Path path, State state) {
      Product box = path.goal().op().demand().upperBound(Product.all(reach.program.fields.space));
      return new Aftermath(
          prospects, decision, state, box, deleted::contains, rival -> differs(path, rival));
    }

    /** Whether a packet that a rival may take, too, comes to the goal and meets something else. */
    private boolean differs(Path path, Op rival) {
      if (aiming) {
        return false;
      }
      aiming = true;
      Product both = rival.demand().upperBound(path.likely(reach.program.fields.space));
      boolean found =
          path.route().origins(both).stream()
              .flatMap(origin -> reach.possible.intersect(origin).pick(reach.usual).stream())
              .map(packet -> new Run(reach.program, path, packet))
              .anyMatch(run -> run.go().isEmpty() && same(path, run.state()).isEmpty());
      aiming = false;
      return found;
    }
  }
}
