package dev.fwlint.rules;

import dev.fwlint.docker.Containers;
import dev.fwlint.docker.DockerHost;
import dev.fwlint.docker.Generation;
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
import dev.fwlint.rules.Crossings.Opening;
import dev.fwlint.source.Span;
import java.util.List;
import java.util.Optional;

/** Tells what opens the way from one network to another. */
final class CrossingReport {
  private static final int EXAMPLES = 5;
  private static final int NOTED = 5;

  /** A list of more pairs tells nothing more. */
  private static final int PAIRS = 1_000;

  private static final String DECIDE =
      "let Docker's own rules decide, with RETURN in place of ACCEPT, in DOCKER-USER; containers"
          + " that are to talk belong on one network";

  private static final String RESTART =
      "restart the Docker daemon, which writes its rules anew: systemctl restart docker";

  private final Firewall firewall;
  private final DockerHost host;
  private final boolean listsContainers;
  private final boolean complete;

  /**
   * @param complete whether the openings have all pairs that there are
   */
  CrossingReport(Firewall firewall, DockerHost host, boolean complete) {
    this.firewall = firewall;
    this.host = host;
    this.complete = complete;
    listsContainers = Containers.of(firewall).areListed();
  }

  /** Nothing where the file has no place to point at. */
  Optional<Finding> of(Opening opening) {
    return place(opening).map(at -> finding(opening, at));
  }

  private Finding finding(Opening opening, Span at) {
    Crossing first = opening.pairs().getFirst();
    String message = message(opening) + guarded(opening) + Missing.tables(firewall);
    Finding finding =
        Finding.at(at, subject(opening), message)
            .withNotes(notes(opening))
            .withHelp(help(opening))
            .withExamples(examples(opening))
            .withProperty("from", first.from().device())
            .withProperty("to", first.to().device())
            .withProperty("pairs", pairs(opening));
    return lowered(opening).map(finding::loweredTo).orElse(finding);
  }

  private Optional<Span> place(Opening opening) {
    return switch (opening.cause()) {
      case Cause.ByStep step -> Optional.of(Places.of(step.by()));
      case Cause.ByPolicy policy -> policy();
      case Cause.Missing missing ->
          firewall
              .chain("filter", missing.gap().chain())
              .flatMap(Places::declaration)
              .or(() -> opening.pairs().getFirst().by().map(Places::of))
              .or(this::policy);
    };
  }

  private Optional<Span> policy() {
    return firewall
        .chain("filter", "FORWARD")
        .flatMap(chain -> Places.policy(firewall, chain).or(() -> Places.declaration(chain)));
  }

  private static String subject(Opening opening) {
    return switch (opening.cause()) {
      case Cause.ByStep step -> step.by().path();
      case Cause.ByPolicy policy -> "filter/FORWARD";
      case Cause.Missing missing -> "filter/" + missing.gap().chain();
    };
  }

  private String message(Opening opening) {
    Crossing first = opening.pairs().getFirst();
    String ways = "from %s to %s".formatted(quoted(first.from().device()), quoted(to(first)));
    int more = opening.pairs().size() - 1;
    if (more > 0) {
      ways +=
          ", and between %s%d more %s of networks"
              .formatted(complete ? "" : "at least ", more, more == 1 ? "pair" : "pairs");
    }
    return switch (opening.cause()) {
      case Cause.Unprotected step ->
          "%s is in gateway mode nat-unprotected: new connections from every network get to all its ports"
              .formatted(quoted(to(first)));
      case Cause.Unguarded step ->
          "new connections get %s: no rule of the raw table guards the container that this rule is for"
              .formatted(ways);
      case Cause.Accepted accepted -> "this rule lets new connections " + ways;
      case Cause.ByPolicy policy -> "the FORWARD policy lets new connections " + ways;
      case Cause.Missing missing ->
          "new connections get %s: %s has %s, and %s"
              .formatted(
                  ways, quoted(missing.gap().chain()), missing.gap().what(), acceptor(first));
    };
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
        ? opening.pairs().stream()
            .flatMap(pair -> pair.by().stream())
            .distinct()
            .limit(NOTED)
            .map(step -> new Note(Places.of(step), "accepts what should have been dropped before"))
            .toList()
        : List.of();
  }

  private static String help(Opening opening) {
    return switch (opening.cause()) {
      case Cause.Missing missing -> RESTART;
      case Cause.Unguarded step -> RESTART;
      case Cause.Unprotected step ->
          "where that is not meant, make the network again without"
              + " com.docker.network.bridge.gateway_mode_ipv4=nat-unprotected";
      case Cause.Accepted step -> DECIDE;
      case Cause.ByPolicy policy -> DECIDE;
    };
  }

  private List<Example> examples(Opening opening) {
    // what Docker 28.0.0 asks its ipset is not known here
    boolean certain = host.generation().filter(Generation.G4::equals).isPresent();
    String accept = Verdict.ACCEPT.name();
    return opening.pairs().stream()
        .limit(EXAMPLES)
        .map(Crossing::packet)
        .map(p -> certain ? new Example(p, accept, "") : Example.presumably(p, accept))
        .toList();
  }

  private static List<List<String>> pairs(Opening opening) {
    return opening.pairs().stream()
        .limit(PAIRS)
        .map(pair -> List.of(pair.from().device(), to(pair)))
        .toList();
  }

  /**
   * A note where another layer still stops what counts, or is not in the file to be seen, or
   * somebody asked for it; a warning where Docker's own rules leave it to a layer that is lost.
   */
  private Optional<Severity> lowered(Opening opening) {
    boolean unseen =
        host.generation().filter(Generation::dropsUnpublished).isPresent()
            && firewall.table("raw").isEmpty();
    boolean meant =
        switch (opening.cause()) {
          case Cause.Accepted accepted -> namesBoth(accepted.by());
          case Cause.Unprotected step -> true;
          // with allow-direct-routing, and without raw rules, Docker guards no container
          case Cause.Unguarded step -> !listsContainers;
          case Cause.ByPolicy policy -> false;
          case Cause.Missing missing -> false;
        };
    if (unseen || meant || !opening.reached()) {
      return Optional.of(Severity.NOTE);
    }
    return opening.cause() instanceof Cause.Unguarded
        ? Optional.of(Severity.WARNING)
        : Optional.empty();
  }

  /** A rule of DOCKER-USER from one network to another is there on purpose. */
  private static boolean namesBoth(Step step) {
    return step.chain().equals("DOCKER-USER")
        && step.conditions().stream()
                .filter(c -> c instanceof Condition.Interface by && !by.negated() && !by.prefix())
                .count()
            == 2;
  }

  private static String to(Crossing crossing) {
    return crossing.to().device();
  }

  private static String quoted(String name) {
    return Places.quoted(name);
  }
}
