package dev.fwlint.rules;

import dev.fwlint.docker.Bridge;
import dev.fwlint.docker.Containers;
import dev.fwlint.docker.DockerHost;
import dev.fwlint.docker.Isolation;
import dev.fwlint.docker.Owners;
import dev.fwlint.finding.Example;
import dev.fwlint.finding.Finding;
import dev.fwlint.finding.Note;
import dev.fwlint.finding.Severity;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.model.Verdict;
import dev.fwlint.reach.Crossing;
import dev.fwlint.rules.Crossings.Cause;
import dev.fwlint.rules.Crossings.Kind;
import dev.fwlint.rules.Crossings.Opening;
import dev.fwlint.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells what opens the way from one network to another. */
final class CrossingReport {
  private static final int EXAMPLES = 5;
  private static final int NOTED = 5;

  /** A list of more pairs tells nothing more. */
  private static final int PAIRS = 1_000;

  private final Firewall firewall;
  private final DockerHost host;
  private final Crossings all;

  CrossingReport(Firewall firewall) {
    this.firewall = firewall;
    host = DockerHost.of(firewall);
    all = Crossings.of(firewall);
  }

  /** What is opened, by the causes that a rule is about. */
  Stream<Finding> of(Kind kind, Predicate<Cause> which) {
    return all.openings(kind)
        .filter(opening -> which.test(opening.cause()))
        .flatMap(opening -> place(opening).map(at -> finding(opening, at)).stream());
  }

  private Finding finding(Opening opening, Span at) {
    List<Crossing> crossings = opening.crossings();
    String message = message(opening) + guarded(opening) + Missing.tables(firewall);
    Finding finding =
        Finding.at(at, subject(opening), message)
            .withNotes(notes(opening))
            .withHelp(new Mending(firewall).help(opening));
    Finding whole = withPairs(finding, crossings);
    return lowered(opening).map(whole::loweredTo).orElse(whole);
  }

  /** A finding with what shows which networks can open connections to which. */
  Finding withPairs(Finding finding, List<Crossing> crossings) {
    List<String> first = Crossings.pair(crossings.getFirst());
    return finding
        .withExamples(examples(crossings))
        .withProperty("from", side(first.getFirst()))
        .withProperty("to", side(first.getLast()))
        .withProperty(
            "pairs",
            crossings.stream()
                .limit(PAIRS)
                .map(Crossings::pair)
                .map(pair -> List.of(side(pair.getFirst()), side(pair.getLast())))
                .distinct()
                .toList());
  }

  /** An interface, or that it leads outside. */
  private String side(String device) {
    return Segments.outside(host).anyMatch(device::equals) ? Outside.NAME : device;
  }

  private Optional<Span> place(Opening opening) {
    return switch (opening.cause()) {
      case Cause.ByStep step -> Optional.of(Places.of(step.by()));
      case Cause.ByPolicy policy -> Places.forwardPolicy(firewall);
      case Cause.Missing missing ->
          firewall
              .chain("filter", missing.gap().chain())
              .flatMap(Places::declaration)
              .or(() -> Places.accepts(firewall, opening.crossings().getFirst()));
    };
  }

  private static String subject(Opening opening) {
    return switch (opening.cause()) {
      case Cause.ByStep step -> step.by().path();
      case Cause.ByPolicy policy -> "filter/FORWARD";
      case Cause.Missing missing -> "filter/" + missing.gap().chain();
    };
  }

  private String message(Opening opening) {
    Crossing first = opening.crossings().getFirst();
    String ways = ways(opening.crossings());
    return switch (opening.cause()) {
      case Cause.Unprotected step ->
          "%s is in gateway mode nat-unprotected: new connections from every network get to all its ports"
              .formatted(named(first.to().device()));
      case Cause.Unguarded step ->
          "new connections get %s: no rule of the raw table guards the container that this rule is for"
              .formatted(ways);
      case Cause.ByUser step -> "this rule lets new connections " + ways + oneWay(opening);
      case Cause.ByForward step ->
          "this rule lets new connections %s, before Docker's rules are asked%s"
              .formatted(ways, owner(step.by()));
      case Cause.Misplaced step ->
          "this rule lets new connections %s, which Docker's rules should stop".formatted(ways);
      case Cause.Returned step ->
          "this RETURN lets new connections %s: it leads past the rules that should stop them"
              .formatted(ways);
      case Cause.ByPolicy policy -> "the FORWARD policy lets new connections " + ways;
      case Cause.Missing missing ->
          "new connections get %s: %s has %s, and %s"
              .formatted(
                  ways,
                  Places.quoted(missing.gap().chain()),
                  missing.gap().what(),
                  acceptor(first));
    };
  }

  /** From where to where, and how many more. */
  String ways(List<Crossing> crossings) {
    Crossing first = crossings.getFirst();
    int more = crossings.size() - 1;
    String one =
        "from %s to %s".formatted(named(first.from().device()), named(first.to().device()));
    return more == 0
        ? one
        : "%s, and between %s%d more %s of networks"
            .formatted(one, all.complete() ? "" : "at least ", more, more == 1 ? "pair" : "pairs");
  }

  private String named(String device) {
    return side(device).equals(Outside.NAME) ? Outside.NAME : Places.quoted(host.title(device));
  }

  private static String oneWay(Opening opening) {
    return opening.crossings().stream().anyMatch(Crossing::answered)
        ? ""
        : "; the answers are stopped";
  }

  /** A clause about the program that wrote a rule; nothing where a person did. */
  String owner(Step step) {
    return Owners.of(firewall)
        .of(step)
        .map(owner -> "; it is one of %s's".formatted(owner.title()))
        .orElse("");
  }

  private static String acceptor(Crossing crossing) {
    return crossing
        .by()
        .map(step -> "[line %d](1) accepts them".formatted(Places.of(step).line()))
        .orElse("the FORWARD policy accepts them");
  }

  private static String guarded(Opening opening) {
    return opening.reached() ? "" : "; the raw table still guards each container that it lists";
  }

  private static List<Note> notes(Opening opening) {
    return opening.cause() instanceof Cause.Missing
        ? opening.crossings().stream()
            .flatMap(pair -> pair.by().stream())
            .distinct()
            .limit(NOTED)
            .map(step -> new Note(Places.of(step), "accepts what should have been dropped before"))
            .toList()
        : List.of();
  }

  private List<Example> examples(List<Crossing> crossings) {
    // those are shown that get through whatever is in a set that is not known here
    boolean certain = !Isolation.undecided(firewall).isEmpty();
    String accept = Verdict.ACCEPT.name();
    return crossings.stream()
        .limit(EXAMPLES)
        .map(Crossing::packet)
        .map(p -> certain ? new Example(p, accept, "") : Example.presumably(p, accept))
        .toList();
  }

  /**
   * A note where another layer still stops what counts, or is not in the file to be seen, or
   * somebody asked for it; a warning where Docker's own rules leave it to a layer that is lost, or
   * where nothing comes back.
   */
  private Optional<Severity> lowered(Opening opening) {
    if (!opening.reached() || mayBeGuarded(opening.crossings()) || isMeant(opening)) {
      return Optional.of(Severity.NOTE);
    }
    boolean oneWay =
        opening.cause() instanceof Cause.ByUser
            && opening.crossings().stream().noneMatch(Crossing::answered);
    return oneWay || opening.cause() instanceof Cause.Unguarded
        ? Optional.of(Severity.WARNING)
        : Optional.empty();
  }

  /**
   * Whether what is reached may be guarded by the raw table, which the file does not have: of 28
   * and later, each container is that is on no internal network.
   */
  boolean mayBeGuarded(List<Crossing> crossings) {
    Set<String> guarded =
        host.bridges().stream()
            .filter(bridge -> !bridge.internal())
            .map(Bridge::name)
            .collect(Collectors.toSet());
    return Missing.guard(firewall, host)
        && crossings.stream().allMatch(crossing -> guarded.contains(crossing.to().device()));
  }

  private boolean isMeant(Opening opening) {
    return switch (opening.cause()) {
      case Cause.ByUser step ->
          opening.kind() == Kind.NETWORKS
              && opening.crossings().stream().allMatch(CrossingReport::namesBoth);
      case Cause.Unprotected step -> true;
      // with allow-direct-routing, and without raw rules, Docker guards no container
      case Cause.Unguarded step -> !Containers.of(firewall).areListed();
      default -> false;
    };
  }

  /** Whether what lets a packet through names both interfaces: then it is there on purpose. */
  static boolean namesBoth(Crossing crossing) {
    return Stream.of(true, false).allMatch(in -> names(crossing, in));
  }

  private static boolean names(Crossing crossing, boolean in) {
    return Stream.concat(crossing.jumps().stream(), crossing.by().stream())
        .flatMap(step -> step.conditions().stream())
        .anyMatch(condition ->
            condition instanceof Condition.Interface by
                && by.in() == in
                && !by.negated()
                && !by.prefix());
  }
}
