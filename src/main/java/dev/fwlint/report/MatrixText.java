package dev.fwlint.report;

import dev.fwlint.matrix.Matrix;
import dev.fwlint.matrix.Matrix.Cell;
import dev.fwlint.matrix.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A matrix for a terminal: a table where that can be read, else what is open to each, a line a
 * group of those who open it.
 */
public final class MatrixText {
  /** A table that is wider is told as a list. */
  private static final int WIDEST = 150;

  private static final int WIDEST_CELL = 34;
  private static final String GAP = "  ";

  private final Matrix matrix;
  private final boolean examples;
  private final StringBuilder out = new StringBuilder();

  private MatrixText(Matrix matrix, boolean examples) {
    this.matrix = matrix;
    this.examples = examples;
  }

  /**
   * @param examples whether to tell an example of what is in each cell
   */
  public static String of(Matrix matrix, boolean examples) {
    return new MatrixText(matrix, examples).text();
  }

  private String text() {
    places();
    Optional<List<List<List<String>>>> table = examples ? Optional.empty() : table();
    table.ifPresentOrElse(this::write, this::list);
    out.append('\n');
    MatrixNotes.of(matrix).forEach(note -> out.append(note).append('\n'));
    return out.toString();
  }

  private void places() {
    int name = matrix.places().stream().mapToInt(p -> Columns.of(escape(p.name()))).max().orElse(0);
    for (Place place : matrix.places()) {
      if (place.kind() == Place.Kind.NETWORK) {
        List<String> known = new ArrayList<>(place.subnets());
        known.addAll(place.notes());
        String line =
            "network " + padded(escape(place.name()), name) + GAP + String.join(", ", known);
        out.append(line.stripTrailing()).append('\n');
      }
    }
    if (!out.isEmpty()) {
      out.append('\n');
    }
  }

  private static String escape(String text) {
    return TerminalText.escape(text);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - Columns.of(text)));
  }

  /** Rows of cells of lines; nothing where it is too large. */
  private Optional<List<List<List<String>>>> table() {
    return MatrixGrid.of(matrix)
        .map(this::rows)
        .filter(rows -> widths(rows).stream().mapToInt(w -> w + GAP.length()).sum() <= WIDEST);
  }

  private List<List<List<String>>> rows(MatrixGrid grid) {
    List<List<List<String>>> rows = new ArrayList<>();
    List<List<String>> head = new ArrayList<>(List.of(List.of("from \\ to")));
    grid.places().forEach(to -> head.add(List.of(escape(to.name()))));
    rows.add(head);
    for (Place from : grid.places()) {
      List<List<String>> row = new ArrayList<>(List.of(List.of(escape(from.name()))));
      for (Place to : grid.places()) {
        row.add(
            grid.lines(from, to).stream().flatMap(line -> wrapped(escape(line)).stream()).toList());
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<String> wrapped(String line) {
    List<String> lines = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    for (String word : line.split(" ")) {
      if (!current.isEmpty() && Columns.of(current + " " + word) > WIDEST_CELL) {
        lines.add(current.toString());
        current.setLength(0);
        current.append("  ");
      } else if (!current.isEmpty()) {
        current.append(' ');
      }
      current.append(word);
    }
    lines.add(current.toString());
    return lines;
  }

  private static List<Integer> widths(List<List<List<String>>> rows) {
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < rows.getFirst().size(); column++) {
      int at = column;
      widths.add(
          rows.stream().flatMap(row -> row.get(at).stream()).mapToInt(Columns::of).max().orElse(0));
    }
    return widths;
  }

  private void write(List<List<List<String>>> rows) {
    List<Integer> widths = widths(rows);
    for (List<List<String>> row : rows) {
      int height = row.stream().mapToInt(List::size).max().orElse(0);
      for (int line = 0; line < height; line++) {
        StringBuilder text = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
          List<String> cell = row.get(column);
          text.append(padded(line < cell.size() ? cell.get(line) : "", widths.get(column)))
              .append(GAP);
        }
        out.append(text.toString().stripTrailing()).append('\n');
      }
      out.append(row == rows.getFirst() ? "" : "\n");
    }
    out.setLength(out.length() - 1);
  }

  private void list() {
    for (Place to : matrix.places()) {
      List<Cell> cells = matrix.cells().stream().filter(cell -> cell.to().equals(to)).toList();
      if (!cells.isEmpty()) {
        out.append("to ").append(escape(to.name())).append('\n');
        cells.forEach(this::cell);
      }
    }
  }

  private void cell(Cell cell) {
    out.append(cell.crosses() ? "! from " : "  from ")
        .append(escape(MatrixNotes.names(cell.from(), matrix)))
        .append('\n');
    cell.flows()
        .forEach(flow -> out.append("      ").append(escape(FlowText.of(flow))).append('\n'));
    if (examples && !cell.example().isEmpty()) {
      out.append("      example: ").append(escape(PacketText.of(cell.example()))).append('\n');
    }
  }
}
