package dev.fwlint.report;

import dev.fwlint.matrix.Matrix;
import dev.fwlint.matrix.Matrix.Cell;
import dev.fwlint.matrix.Place;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A matrix as a table of Markdown: row by column where that can be read, else a row a group. */
public final class MatrixMarkdown {
  private final Matrix matrix;
  private final boolean examples;
  private final StringBuilder out = new StringBuilder();

  private MatrixMarkdown(Matrix matrix, boolean examples) {
    this.matrix = matrix;
    this.examples = examples;
  }

  /**
   * @param examples whether to tell an example of what is in each cell
   */
  public static String of(Matrix matrix, boolean examples) {
    return new MatrixMarkdown(matrix, examples).text();
  }

  private String text() {
    Optional<MatrixGrid> grid = examples ? Optional.empty() : MatrixGrid.of(matrix);
    grid.ifPresentOrElse(this::table, this::list);
    out.append('\n');
    MatrixNotes.of(matrix).forEach(note -> out.append("- ").append(escape(note)).append('\n'));
    return out.toString();
  }

  private static String escape(String text) {
    return MarkdownText.escape(text);
  }

  private static String named(Place place) {
    String name = "**" + escape(place.name()) + "**";
    return place.subnets().isEmpty()
        ? name
        : name + "<br>" + escape(String.join(", ", place.subnets()));
  }

  private void table(MatrixGrid grid) {
    List<Place> places = grid.places();
    out.append("| from, to |");
    places.forEach(to -> out.append(' ').append(named(to)).append(" |"));
    out.append("\n| --- |").append(" --- |".repeat(places.size())).append('\n');
    for (Place from : places) {
      out.append("| **").append(escape(from.name())).append("** |");
      for (Place to : places) {
        out.append(' ').append(joined(grid.lines(from, to))).append(" |");
      }
      out.append('\n');
    }
  }

  private static String joined(List<String> lines) {
    return lines.stream().map(MatrixMarkdown::escape).collect(Collectors.joining("<br>"));
  }

  private void list() {
    out.append("| to | from | open |").append(examples ? " example |" : "").append('\n');
    out.append("| --- | --- | --- |").append(examples ? " --- |" : "").append('\n');
    for (Place to : matrix.places()) {
      matrix.cells().stream()
          .filter(cell -> cell.to().equals(to))
          .forEach(cell -> out.append(row(cell)));
    }
  }

  private String row(Cell cell) {
    String mark = cell.crosses() ? "! " : "";
    String row =
        "| %s | %s | %s |"
            .formatted(
                escape(cell.to().name()),
                escape(mark + MatrixNotes.names(cell.from(), matrix)),
                joined(cell.flows().stream().map(FlowText::of).toList()));
    return examples ? row + " " + escape(PacketText.of(cell.example())) + " |\n" : row + "\n";
  }
}
