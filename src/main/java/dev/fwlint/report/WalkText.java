package dev.fwlint.report;

import dev.fwlint.finding.Walk;
import dev.fwlint.finding.Walk.Station;
import dev.fwlint.source.SourceFile;
import java.util.ArrayList;
import java.util.List;

/** A packet's way through the chains, a line a station, indented by the jumps that lead there. */
final class WalkText {
  /** How many stations are shown at either end of a long way. */
  private static final int SHOWN = 12;

  private static final String OPEN = ", if it matches";
  private static final int DEEPEST = 10;

  private final SourceFile file;
  private final int shown;

  private record Row(String where, String path, String does) {}

  WalkText(SourceFile file) {
    this(file, SHOWN);
  }

  /** With so many stations shown at either end. */
  WalkText(SourceFile file, int shown) {
    this.file = file;
    this.shown = shown;
  }

  /** The way, its lines ended by LF but the last, which is the verdict. */
  String of(Walk walk) {
    List<Station> stations = walk.stations();
    long left = stations.size() - Math.min(2L * shown, Integer.MAX_VALUE);
    List<Row> head = rows(left > 1 ? stations.subList(0, shown) : stations);
    List<Row> tail =
        rows(left > 1 ? stations.subList((int) (shown + left), stations.size()) : List.of());
    List<Row> all = new ArrayList<>(head);
    all.addAll(tail);
    int where = all.stream().mapToInt(row -> Columns.of(row.where())).max().orElse(0);
    int path = all.stream().mapToInt(row -> Columns.of(row.path())).max().orElse(0);
    StringBuilder text = new StringBuilder();
    head.forEach(row -> append(text, row, where, path));
    if (!tail.isEmpty()) {
      text.append("... ").append(left).append(" more\n");
      tail.forEach(row -> append(text, row, where, path));
    }
    return text.append(TerminalText.escape(walk.verdict())).toString();
  }

  private List<Row> rows(List<Station> stations) {
    return stations.stream().map(this::row).toList();
  }

  private Row row(Station station) {
    String indent = "  ".repeat(Math.min(station.depth(), DEEPEST));
    String does = SourceLine.show(station.does(), 0).printed() + (station.open() ? OPEN : "");
    return new Row(where(station), indent + TerminalText.escape(station.path()), does);
  }

  private String where(Station station) {
    return station
        .at()
        .map(at ->
            (at.file().name().equals(file.name()) ? "line" : TerminalText.escape(at.file().name()))
                + " "
                + at.line())
        .orElse("");
  }

  private static void append(StringBuilder text, Row row, int where, int path) {
    StringBuilder line = new StringBuilder();
    line.append(padded(row.where(), where)).append("  ");
    line.append(padded(row.path(), path)).append("  ").append(row.does());
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - Columns.of(text)));
  }
}
