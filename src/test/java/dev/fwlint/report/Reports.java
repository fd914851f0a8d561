package dev.fwlint.report;

import dev.fwlint.catalog.Catalog;
import dev.fwlint.catalog.Page;
import dev.fwlint.finding.Diagnosis;
import dev.fwlint.finding.Finding;
import dev.fwlint.finding.Note;
import dev.fwlint.finding.Precision;
import dev.fwlint.finding.Severity;
import dev.fwlint.finding.Walk;
import dev.fwlint.finding.Walk.Station;
import dev.fwlint.source.SourceFile;
import dev.fwlint.source.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Small reports, made by hand. */
final class Reports {
  static final Options PLAIN = new Options(false, "1.2.3");

  static final String RULESET =
      """
      *filter
      :INPUT ACCEPT [0:0]
      :FORWARD DROP [12:345]
      :DOCKER-USER - [0:0]
      [7:420] -A FORWARD -j DOCKER-USER
      -A FORWARD -o docker0 -j ACCEPT
      -A DOCKER-USER -s 10.0.0.0/8 -j RETURN
      -A DOCKER-USER -p tcp -m tcp --dport 5432 -j RETURN
      # between
      -A DOCKER-USER -s 203.0.113.0/24 -p tcp -m tcp --dport 5432 -j DROP
      COMMIT
      """;

  private Reports() {}

  static final Page SHADOWED =
      new Page(
          "shadowed-rule",
          "Rule never reached",
          "reachability",
          Severity.ERROR,
          Precision.VERY_HIGH,
          "Earlier rules take every packet this rule would match, and decide otherwise.",
          List.of("external/cwe/cwe-561"),
          "## Why\n\nIt looks like protection and does nothing.\n");

  static final Page EXPOSED =
      new Page(
          "exposed-port",
          "Port open to strangers",
          "exposure",
          Severity.WARNING,
          Precision.HIGH,
          "A stranger reaches a container.",
          List.of("external/cwe/cwe-284"),
          "## Why\n\nAnyone gets in.\n");

  static final Catalog CATALOG = new Catalog(List.of(EXPOSED, SHADOWED));

  static Report of(Report.FileReport... files) {
    return new Report(CATALOG, List.of(files));
  }

  /** One file with findings of a rule at some of its lines. */
  static Report of(SourceFile file, Diagnosis... diagnoses) {
    return of(new Report.FileReport(file, List.of(diagnoses)));
  }

  static Diagnosis diagnosis(Severity severity, Finding finding) {
    return new Diagnosis("shadowed-rule", severity, finding, Optional.empty());
  }

  static Diagnosis error(Span at, String message) {
    return diagnosis(Severity.ERROR, Finding.at(at, "filter/FORWARD/1", message));
  }

  /** A finding with everything: notes, a packet that walks, assumptions, help, properties. */
  static Report full(String name) {
    SourceFile file = new SourceFile(name, RULESET);
    Finding finding =
        Finding.at(
                file.lineSpan(10),
                "filter/DOCKER-USER/3",
                "'203.0.113.0/24' is never dropped: [rule 2](1) lets all of it through")
            .withNotes(
                List.of(
                    new Note(place(file, "-p tcp -m tcp --dport 5432 -j RETURN"), "takes them"),
                    new Note(place(file, "-A FORWARD -o docker0 -j ACCEPT"), "accepts them")))
            .withHelp("move line 10 before line 8")
            .withProperty("dead", false)
            .withProperty("pairs", List.of(List.of("br-1", "br-2")));
    return of(
        file, new Diagnosis("shadowed-rule", Severity.ERROR, finding, Optional.of(walk(file))));
  }

  static Walk walk(SourceFile file) {
    Map<String, Object> packet = new LinkedHashMap<>();
    packet.put("hook", "forward");
    packet.put("in", "eth0");
    packet.put("out", "docker0");
    packet.put("src", "203.0.113.9");
    packet.put("dst", "172.17.0.2");
    packet.put("dport", 5432);
    return new Walk(
        packet,
        "ACCEPT",
        List.of(
            new Station("raw", "PREROUTING", 0, 0, "policy ACCEPT", false, Optional.empty()),
            station(file, "FORWARD", 1, 0, 5, "-j DOCKER-USER"),
            new Station(
                "filter", "DOCKER-USER", 1, 1, "-j RETURN", true, Optional.of(file.lineSpan(7))),
            station(file, "DOCKER-USER", 2, 1, 8, "-j RETURN"),
            station(file, "FORWARD", 2, 0, 6, "-j ACCEPT")),
        List.of("no entry of 'recent' matches at line 7"));
  }

  static Station station(
      SourceFile file, String chain, int index, int depth, int line, String does) {
    return new Station(
        "filter", chain, index, depth, does, false, Optional.of(file.lineSpan(line)));
  }

  /** The first place that holds a text. */
  static Span place(SourceFile file, String text) {
    int start = file.text().indexOf(text);
    return new Span(file, start, start + text.length());
  }

  static String told(Format format, Report report) {
    return told(format.reporter(PLAIN), report);
  }

  static String told(Reporter reporter, Report report) {
    StringBuilder out = new StringBuilder();
    try {
      reporter.write(report, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }
}
