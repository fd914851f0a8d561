package dev.fwlint.rules;

import dev.fwlint.docker.DockerHost;
import dev.fwlint.docker.Neighbour;
import dev.fwlint.docker.Owners;
import dev.fwlint.finding.Finding;
import dev.fwlint.finding.Note;
import dev.fwlint.finding.Severity;
import dev.fwlint.model.Firewall;
import dev.fwlint.reach.Crossing;
import dev.fwlint.source.Span;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds networks of other programs that containers of Docker reach, or that reach these. */
final class ForeignBridgeLeak implements Rule {
  private static final int NOTED = 5;

  @Override
  public Stream<Finding> check(Firewall firewall) {
    Map<String, Integer> places = new HashMap<>();
    DockerHost.of(firewall).bridges().forEach(bridge -> places.put(bridge.name(), places.size()));
    Map<Neighbour, List<Crossing>> leaks =
        Crossings.of(firewall).withNeighbours().stream()
            .filter(crossing -> !isMeant(firewall, crossing))
            .sorted(Comparator.comparingInt(crossing -> place(places, crossing)))
            .collect(
                Collectors.groupingBy(
                    crossing -> neighbour(firewall, crossing),
                    LinkedHashMap::new,
                    Collectors.toList()));
    return leaks.entrySet().stream()
        .flatMap(e ->
            Places.accepts(firewall, e.getValue().getFirst()).stream()
                .map(at -> finding(firewall, e.getKey(), e.getValue(), at)));
  }

  /** Where the one of Docker's stands in the file. */
  private static int place(Map<String, Integer> places, Crossing crossing) {
    return Crossings.pair(crossing).stream()
        .flatMap(name -> Optional.ofNullable(places.get(name)).stream())
        .findFirst()
        .orElseThrow();
  }

  private static boolean isMeant(Firewall firewall, Crossing crossing) {
    boolean byHand = crossing.by().filter(step -> !Owners.of(firewall).made(step)).isPresent();
    return byHand && CrossingReport.namesBoth(crossing);
  }

  private static Neighbour neighbour(Firewall firewall, Crossing crossing) {
    return DockerHost.of(firewall).neighbours().stream()
        .filter(
            neighbour -> neighbour.bridge().filter(Crossings.pair(crossing)::contains).isPresent())
        .findFirst()
        .orElseThrow();
  }

  private static Finding finding(
      Firewall firewall, Neighbour neighbour, List<Crossing> crossings, Span at) {
    CrossingReport report = new CrossingReport(firewall);
    List<Crossing> pairs = Crossings.onePerPair(crossings);
    String message =
        "new connections get %s, %s being a network of %s: nothing keeps it and Docker's apart%s"
            .formatted(
                report.ways(pairs),
                Places.quoted(neighbour.bridge().orElseThrow()),
                neighbour.owner().title(),
                Missing.tables(firewall));
    List<Note> notes =
        crossings.stream()
            .flatMap(crossing -> crossing.by().stream())
            .distinct()
            .skip(1)
            .limit(NOTED)
            .map(step -> new Note(Places.of(step), "lets others of these connections through"))
            .toList();
    Finding finding =
        Finding.at(at, Places.subject(crossings.getFirst()), message)
            .withNotes(notes)
            .withHelp(new Mending(firewall).apart(pairs));
    Finding whole = report.withPairs(finding, pairs);
    return report.mayBeGuarded(pairs) ? whole.loweredTo(Severity.NOTE) : whole;
  }
}
