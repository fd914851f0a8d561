package dev.fwlint.reach;

import dev.fwlint.model.Chain;
import dev.fwlint.model.Step;
import dev.fwlint.packets.Point;
import dev.fwlint.packets.Product;
import dev.fwlint.reach.Program.Site;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What is found out about one line: whether it can be dispensed with. */
final class Dispensable {
  /** So many packets that hit it are kept. */
  private static final int MOST_HITS = 3;

  /** So many packets are made that are like one of them. */
  private static final int LIKE_IT = 10;

  private final Reach reach;
  private final Prospects prospects;
  private final Predicate<Step> deleted;

  final List<Site> sites;
  final List<Step> steps;
  final Set<Step> takers = Aftermath.identities();
  final Set<Step> turns = Aftermath.identities();
  private final Set<Code> policies = new LinkedHashSet<>();
  private final List<Hit> hits = new ArrayList<>();

  /** How many steps more are held against its packets. */
  private int looks;

  /** Whether a packet is being looked at to settle another's matter. */
  private boolean aiming;

  /** A packet that hits a step. */
  private record Hit(Path path, Point packet) {}

  /**
   * @param deleted the steps that may be there or not, this line's own among them
   * @param sites where its steps stand
   * @param looks how many steps are held against its packets, at most, before it is left alone
   */
  Dispensable(
      Reach reach, Prospects prospects, Predicate<Step> deleted, List<Site> sites, int looks) {
    this.looks = looks;
    this.reach = reach;
    this.prospects = prospects;
    this.deleted = deleted;
    this.sites = sites;
    this.steps = sites.stream().map(site -> site.op().step()).toList();
  }

  Redundancy.Needless needless() {
    List<Chain> chains = policies.stream().map(code -> code.chain).toList();
    return new Redundancy.Needless(steps, hit(), List.copyOf(takers), chains);
  }

  /** Whether packets hit it, and nothing changes for any of them. */
  boolean settles() {
    return sites.stream().allMatch(site -> reach.settles(site, this::settled)) && !hits.isEmpty();
  }

  /** How many looks it has not needed. */
  int looksLeft() {
    return Math.max(0, looks);
  }

  /** Some that hit it, the plainest first. */
  List<Map<String, Object>> packets() {
    Specimens specimens = new Specimens(reach.program, reach.paths);
    try {
      return hits.stream()
          .flatMap(hit -> specimens.like(hit.path(), run(hit)).limit(LIKE_IT))
          .toList();
    } catch (Run.TooDeep tooDeep) {
      return List.of();
    }
  }

  private Run run(Hit hit) {
    Run run = new Run(reach.program, hit.path(), hit.packet());
    run.go();
    return run;
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

  private Optional<Product> meets(Optional<Decision> decision, Path path, State state, Stand from) {
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
        prospects,
        decision,
        state,
        box,
        deleted,
        rival -> differs(path, rival),
        needed -> (looks -= needed) >= 0);
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
