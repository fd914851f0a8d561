package dev.fwlint.report;

import dev.fwlint.matrix.Flow;
import dev.fwlint.matrix.Matrix;
import dev.fwlint.matrix.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What has to be said beside a matrix. */
final class MatrixNotes {
  private MatrixNotes() {}

  /** Sentences, not escaped. */
  static List<String> of(Matrix matrix) {
    List<String> notes = new ArrayList<>();
    notes.add("What is not told is closed: no new connection gets through.");
    if (matrix.cells().stream().anyMatch(Matrix.Cell::crosses)) {
      notes.add("! leads from one network into another.");
    }
    List<Flow> flows = matrix.cells().stream().flatMap(cell -> cell.flows().stream()).toList();
    if (flows.stream().anyMatch(flow -> !flow.targets().isEmpty())) {
      notes.add(
          "8080 -> 80 (ADDRESS): sent to port 8080 of the host, translated to port 80 of ADDRESS.");
    }
    if (flows.stream().anyMatch(flow -> !flow.certain())) {
      notes.add("maybe: it hangs on what the rules do not tell, in brackets.");
    }
    if (!matrix.missing().isEmpty()) {
      notes.add("Not in the file, taken as empty: " + String.join(", ", matrix.missing()) + ".");
    }
    if (matrix.places().stream().anyMatch(MatrixNotes::isUnknown)) {
      notes.add(
          "Of networks without addresses, the rules tell none: any that is no other's may be there.");
    }
    if (!matrix.complete()) {
      notes.add("It was too much to look at: more may be open than is told.");
    }
    return notes;
  }

  private static boolean isUnknown(Place place) {
    return place.kind() == Place.Kind.NETWORK && place.subnets().isEmpty();
  }

  /** Some of many: those told by name, the rest by number. */
  static String names(List<Place> some, Matrix matrix) {
    List<String> names = some.stream().map(Place::name).toList();
    List<Place> networks =
        matrix.places().stream().filter(p -> p.kind() == Place.Kind.NETWORK).toList();
    Set<Place> told = Set.copyOf(some);
    List<String> missing =
        networks.stream().filter(p -> !told.contains(p)).map(Place::name).toList();
    List<String> others =
        some.stream().filter(p -> p.kind() != Place.Kind.NETWORK).map(Place::name).toList();
    boolean most =
        networks.size() > 4
            && missing.size() < networks.size() - missing.size()
            && missing.size() <= 4;
    if (!most) {
      return FlowText.some(names);
    }
    List<String> all = new ArrayList<>(others);
    all.add(missing.isEmpty() ? "all networks" : "all networks but " + String.join(", ", missing));
    return String.join(", ", all);
  }
}
