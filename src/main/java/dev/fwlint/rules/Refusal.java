package dev.fwlint.rules;

import dev.fwlint.ast.Backend;
import dev.fwlint.ast.Family;
import dev.fwlint.ast.Line;
import dev.fwlint.ast.Problem;
import dev.fwlint.finding.Finding;
import dev.fwlint.model.Firewall;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells problems that keep a file from loading, and what a load that fails there leaves behind. */
final class Refusal {
  private Refusal() {}

  /** The problems of a kind that no backend gets past. */
  static Stream<Finding> everywhere(Firewall firewall, Problem.Kind kind) {
    String left = leftBehind(firewall);
    return firewall.problems().stream()
        .filter(problem -> problem.kind() == kind && problem.everywhere())
        .map(problem -> finding(problem, "this file does not load: " + problem.message() + left));
  }

  /** The problems of every kind that one backend has alone. */
  static Stream<Finding> onOne(Firewall firewall) {
    String left = leftBehind(firewall);
    return firewall.problems().stream()
        .filter(problem -> !problem.everywhere())
        .flatMap(problem ->
            problem.refusedBy().stream()
                .map(backend -> "only " + program(firewall.family(), backend))
                .map(only -> only + " refuses this file: " + problem.message() + left)
                .map(message -> finding(problem, message)));
  }

  /** Whether it is not known what may stop a packet on its way. */
  static boolean hidesFiltering(Firewall firewall) {
    return hides(firewall, List.of("raw", "mangle", "filter"));
  }

  /** Whether it is not known what may stop a packet on its way, or lead it elsewhere. */
  static boolean hidesTranslating(Firewall firewall) {
    return hides(firewall, List.of("raw", "mangle", "nat", "filter"));
  }

  /** Whether a line of these tables is not understood, so that what they do is not known. */
  static boolean hides(Firewall firewall, List<String> tables) {
    Set<Integer> lines =
        firewall.problems().stream()
            .filter(
                problem -> problem.kind() != Problem.Kind.MISSING_COMMIT && problem.everywhere())
            .map(problem -> problem.at().line())
            .collect(Collectors.toSet());
    return !lines.isEmpty()
        && tables.stream()
            .flatMap(table -> Places.lines(firewall, table).stream())
            .anyMatch(line -> lines.contains(line.span().line()));
  }

  private static Finding finding(Problem problem, String message) {
    Finding finding = Finding.at(problem.at(), "", message);
    return problem.hint().map(finding::withHelp).orElse(finding);
  }

  static String program(Family family) {
    return family == Family.IPV4 ? "iptables" : "ip6tables";
  }

  private static String program(Family family, Backend backend) {
    return program(family) + "-" + backend.name().toLowerCase(Locale.ROOT);
  }

  /**
   * A restore is applied table by table, at each COMMIT: those before the first problem stay. (Both
   * backends; tried with iptables 1.8.9.)
   */
  private static String leftBehind(Firewall firewall) {
    List<String> tables = List.copyOf(committedBeforeProblems(firewall));
    if (tables.isEmpty()) {
      return "";
    }
    String last = tables.getLast();
    return tables.size() == 1
        ? "; the " + last + " table before it is already in effect"
        : "; the %s and %s tables before it are already in effect"
            .formatted(String.join(", ", tables.subList(0, tables.size() - 1)), last);
  }

  private static Set<String> committedBeforeProblems(Firewall firewall) {
    int first =
        firewall.problems().stream().mapToInt(problem -> problem.at().start()).min().orElse(0);
    Set<String> committed = new LinkedHashSet<>();
    String table = "";
    for (Line line : firewall.file().lines()) {
      if (line.span().end() >= first) {
        break;
      }
      if (line instanceof Line.TableHeader header) {
        table = header.table().text();
      } else if (line instanceof Line.Commit && !table.isEmpty()) {
        committed.add(table);
        table = "";
      }
    }
    return committed;
  }
}
