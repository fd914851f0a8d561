package dev.fwlint.rules;

import dev.fwlint.docker.Bridge;
import dev.fwlint.docker.Containers;
import dev.fwlint.docker.DockerHost;
import dev.fwlint.docker.Generation;
import dev.fwlint.docker.Isolation;
import dev.fwlint.docker.Isolation.Gap;
import dev.fwlint.docker.Owner;
import dev.fwlint.docker.Owners;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.reach.Crossing;
import dev.fwlint.reach.Latest;
import dev.fwlint.reach.Meant;
import dev.fwlint.reach.Passage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which of Docker's networks can open connections to others, by what opens them. It is found out
 * once for all the rules that tell of it.
 */
final class Crossings {
  private static final Latest<Crossings> LATEST = new Latest<>(Crossings::find);

  private final Firewall firewall;
  private final Passage passage;
  private final Map<Key, Opening> openings = new LinkedHashMap<>();
  private final List<Crossing> aside = new ArrayList<>();
  private final List<Crossing> toNeighbours = new ArrayList<>();
  private boolean complete = true;

  private record Key(Kind kind, Cause cause) {}

  /** What is opened. */
  enum Kind {
    /** A network to another. */
    NETWORKS,
    /** An internal network, to another or to the world. */
    INTERNAL
  }

  /** What opens a way: a rule, or that one is missing. */
  sealed interface Cause {
    /** A step is in the way of those that would stop the packets. */
    sealed interface ByStep extends Cause {
      Step by();
    }

    /** A step of DOCKER-USER accepts, or of a chain that it leads to. */
    record ByUser(Step by) implements ByStep {}

    /** A step of FORWARD accepts before Docker's, or of a chain that it leads to. */
    record ByForward(Step by) implements ByStep {}

    /** A step among Docker's own accepts what these should stop. */
    record Misplaced(Step by) implements ByStep {}

    /** A RETURN leads past what would stop the packets. */
    record Returned(Step by) implements ByStep {}

    /** The step is Docker's for a published port, which the raw table should guard. */
    record Unguarded(Step by) implements ByStep {}

    /** The step is the last of a network that lets everything in. */
    record Unprotected(Step by) implements ByStep {}

    /** The FORWARD policy accepts, and nothing is missing that is known of. */
    record ByPolicy() implements Cause {}

    record Missing(Gap gap) implements Cause {}
  }

  /**
   * The pairs of networks that one cause opens.
   *
   * @param byPair one crossing for each
   * @param reached whether a packet gets to an address that a container may have; else only to ones
   *     that no container of the file has
   */
  record Opening(Kind kind, Cause cause, Map<List<String>, Crossing> byPair, boolean reached) {
    /** One for each pair. */
    List<Crossing> crossings() {
      return List.copyOf(byPair.values());
    }
  }

  private Crossings(Firewall firewall) {
    this.firewall = firewall;
    passage = Passage.of(firewall);
    DockerHost host = DockerHost.of(firewall);
    Isolation.of(firewall, host)
        .filter(known -> !Refusal.hidesFiltering(firewall))
        .ifPresent(known -> search(known, host, Containers.of(firewall)));
  }

  private static Crossings find(Firewall firewall) {
    return new Crossings(firewall);
  }

  static Crossings of(Firewall firewall) {
    return LATEST.of(firewall);
  }

  Stream<Opening> openings(Kind kind) {
    return openings.values().stream().filter(opening -> opening.kind() == kind);
  }

  /** Between networks of Docker's that are not internal and those of other programs. */
  List<Crossing> withNeighbours() {
    return toNeighbours;
  }

  /**
   * For each step that accepts between networks on purpose, some of what it accepts: of swarm's,
   * all pairs.
   */
  List<Crossing> meant() {
    return aside;
  }

  /** Whether there are no more pairs than those of the openings. */
  boolean complete() {
    return complete;
  }

  private void search(Isolation known, DockerHost host, Containers containers) {
    boolean byAddresses = host.generation().filter(Generation.G0::equals).isPresent();
    List<Bridge> bridges =
        host.bridges().stream()
            // without isolation chains, networks are kept apart by their addresses alone
            .filter(bridge -> !byAddresses || !bridge.subnets().isEmpty())
            .toList();
    Segments all = new Segments(firewall, bridges, name -> List.of());
    Segments listed = new Segments(firewall, bridges, containers::of);
    Set<List<String>> told = new HashSet<>();
    search(known, listed, true, told);
    if (!listed.list().equals(all.list())) {
      search(known, all, false, told);
    }
    searchNeighbours(known, listed);
    searchSwarm(known, listed);
  }

  /** Of what swarm lets through, one example says nothing of the other pairs of networks. */
  private void searchSwarm(Isolation known, Segments segments) {
    if (aside.stream().noneMatch(Crossings::isSwarms)) {
      return;
    }
    Predicate<String> open = segments::isOpen;
    Predicate<Step> others = step -> known.intends(step) && !Isolation.isSwarms(step);
    Meant meant = Meant.by(others, known.undecided());
    between(segments, open, open.and(segments::isDestination), meant).found().stream()
        .filter(Crossings::isSwarms)
        .forEach(aside::add);
  }

  private static boolean isSwarms(Crossing crossing) {
    return crossing.by().filter(Isolation::isSwarms).isPresent();
  }

  private void search(Isolation known, Segments segments, boolean reached, Set<List<String>> told) {
    Predicate<String> destination = segments::isDestination;
    Predicate<String> internal = segments::isInternal;
    List<Passage.Crossings> results = new ArrayList<>();
    Predicate<Step> open = step -> known.intends(step) || known.unprotects(step);
    Meant toOpen = new Meant(known::intends, open, known::isForeign, known.undecided());
    results.add(between(segments, segments::isOpen, destination.and(segments::isOpen), toOpen));
    if (segments.haveInternal()) {
      // what others publish is not meant for these
      Predicate<Step> out = known::intendsFromInternal;
      Meant leaving = new Meant(out, out, known::isForeign, known.undecided());
      Meant entering = Meant.by(Isolation::isSwarms, known.undecided());
      results.add(between(segments, internal, destination, leaving));
      results.add(between(segments, segments::isOpen, internal, entering));
      results.add(between(segments, internal, segments::isElsewhere, leaving));
      results.add(between(segments, segments::isElsewhere, internal, entering));
    }
    Set<List<String>> before = Set.copyOf(told);
    for (Passage.Crossings result : results) {
      complete &= result.all();
      if (reached) {
        aside.addAll(result.aside());
      }
      for (Crossing crossing : result.found()) {
        told.add(pair(crossing));
        if (!before.contains(pair(crossing))) {
          add(crossing, segments.kind(crossing), known, reached);
        }
      }
    }
  }

  private void searchNeighbours(Isolation known, Segments segments) {
    if (segments.haveNeighbours()) {
      Predicate<String> open = segments::isOpen;
      Predicate<String> inside = open.and(segments::isDestination);
      Meant meant = Meant.by(known::intends, known.undecided());
      toNeighbours.addAll(between(segments, open, segments::isNeighbour, meant).found());
      toNeighbours.addAll(between(segments, segments::isNeighbour, inside, meant).found());
    }
  }

  private Passage.Crossings between(
      Segments segments, Predicate<String> from, Predicate<String> to, Meant meant) {
    return passage.between(segments.list(), from, to, meant);
  }

  static List<String> pair(Crossing crossing) {
    return List.of(crossing.from().device(), crossing.to().device());
  }

  /** The first of each pair of networks. */
  static List<Crossing> onePerPair(List<Crossing> crossings) {
    Map<List<String>, Crossing> byPair = new LinkedHashMap<>();
    crossings.forEach(crossing -> byPair.putIfAbsent(pair(crossing), crossing));
    return List.copyOf(byPair.values());
  }

  private void add(Crossing crossing, Kind kind, Isolation known, boolean reached) {
    Cause cause = cause(crossing, kind, known);
    if (kind == Kind.NETWORKS && isMeant(crossing, cause, known)) {
      return;
    }
    openings
        .computeIfAbsent(
            new Key(kind, cause), key -> new Opening(kind, cause, new LinkedHashMap<>(), reached))
        .byPair()
        .putIfAbsent(pair(crossing), crossing);
  }

  /** Whether Docker's own rules, as they were, would let the packet through in any case. */
  private static boolean isMeant(Crossing crossing, Cause cause, Isolation known) {
    return switch (cause) {
      case Cause.Unprotected step -> false;
      case Cause.Returned step when known.isAboutMeant(step.by()) -> true;
      default -> known.isUnprotected(crossing.to().device());
    };
  }

  private Cause cause(Crossing crossing, Kind kind, Isolation known) {
    Optional<Step> by = crossing.by();
    List<Step> way = Stream.concat(crossing.jumps().stream(), by.stream()).toList();
    if (way.stream().anyMatch(step -> step.chain().equals("DOCKER-USER"))) {
      return new Cause.ByUser(by.orElseThrow());
    }
    Optional<Step> foreign = by.filter(step -> !known.isDockers(step));
    if (foreign.isPresent() && known.precedes(way.getFirst())) {
      return new Cause.ByForward(foreign.get());
    }
    return by.filter(step -> isInDockersChain(step) && !known.isDockers(step))
        .<Cause>map(Cause.Misplaced::new)
        .or(() ->
            by.filter(step -> kind == Kind.NETWORKS && known.unprotects(step))
                .map(Cause.Unprotected::new))
        .or(() -> gap(crossing, known).map(Cause.Missing::new))
        .or(() -> by.filter(known::leavesToRaw).map(Cause.Unguarded::new))
        .or(() ->
            passage
                .diverter(crossing, step -> !known.isDockersReturn(step), known.undecided())
                .map(Cause.Returned::new))
        .or(() -> by.map(Cause.Misplaced::new))
        .orElseGet(Cause.ByPolicy::new);
  }

  private boolean isInDockersChain(Step step) {
    return firewall
        .chain(step.table(), step.chain())
        .flatMap(Owners.of(firewall)::of)
        .filter(Owner.DOCKER::equals)
        .isPresent();
  }

  private static Optional<Gap> gap(Crossing crossing, Isolation known) {
    return known.gap(crossing.from().device(), crossing.to().device());
  }
}
