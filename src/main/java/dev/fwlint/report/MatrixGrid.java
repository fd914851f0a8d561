package dev.fwlint.report;

import dev.fwlint.matrix.Flow;
import dev.fwlint.matrix.Matrix;
import dev.fwlint.matrix.Matrix.Cell;
import dev.fwlint.matrix.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A matrix by row and column, as long as it is small enough to be looked at as a table. */
final class MatrixGrid {
  /** A table of more columns than this is no longer read as one. */
  private static final int MOST = 8;

  private final List<Place> places;
  private final Map<List<Place>, Cell> cells = new HashMap<>();

  private MatrixGrid(Matrix matrix) {
    places = matrix.places();
    for (Cell cell : matrix.cells()) {
      cell.from().forEach(from -> cells.put(List.of(from, cell.to()), cell));
    }
  }

  /** Nothing where it is too large. */
  static Optional<MatrixGrid> of(Matrix matrix) {
    return matrix.places().size() <= MOST ? Optional.of(new MatrixGrid(matrix)) : Optional.empty();
  }

  /** Who opens connections, row by row, and to whom, column by column. */
  List<Place> places() {
    return places;
  }

  /** What is in a cell, a line each. */
  List<String> lines(Place from, Place to) {
    Cell cell = cells.get(List.of(from, to));
    if (cell == null) {
      boolean none = from.equals(to) && from.kind() != Place.Kind.NETWORK;
      return List.of(none ? "" : "-");
    }
    String mark = cell.crosses() ? "! " : "";
    return cell.flows().stream().map((Flow flow) -> mark + FlowText.of(flow)).toList();
  }
}
