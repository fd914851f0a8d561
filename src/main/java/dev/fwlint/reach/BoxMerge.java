package dev.fwlint.reach;

import dev.fwlint.packets.IntervalSet;
import dev.fwlint.reach.Clause.Test;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Puts boxes together that differ in one field alone. */
final class BoxMerge {
  /** More boxes than this are not told apart: each packet would be compared with all of them. */
  private static final int MOST = 256;

  private BoxMerge() {}

  /** The same with few boxes; where that cannot be, with more left open. */
  static Membership fewer(Membership all) {
    List<List<Test>> possible = merged(all.possible());
    List<List<Test>> certain = all.isExact() ? possible : merged(all.certain());
    if (possible.size() > MOST) {
      return new Membership(List.of(), List.of(hull(possible)));
    }
    return new Membership(certain.size() > MOST ? List.of() : certain, possible);
  }

  private static List<List<Test>> merged(List<List<Test>> boxes) {
    List<List<Test>> result = boxes;
    TreeSet<Integer> fields = new TreeSet<>();
    boxes.forEach(box -> box.forEach(test -> fields.add(test.field())));
    for (int field : fields.descendingSet()) {
      result = result.size() < 2 ? result : merged(result, field);
    }
    return result;
  }

  private static List<List<Test>> merged(List<List<Test>> boxes, int field) {
    Map<List<Test>, List<IntervalSet>> byRest = new LinkedHashMap<>();
    List<List<Test>> others = new ArrayList<>();
    for (List<Test> box : boxes) {
      List<Test> rest = box.stream().filter(test -> test.field() != field).toList();
      if (rest.size() == box.size() - 1) {
        byRest.computeIfAbsent(rest, r -> new ArrayList<>()).add(value(box, field));
      } else {
        others.add(box);
      }
    }
    byRest.forEach((rest, values) -> {
      List<Test> box = new ArrayList<>(rest);
      box.add(new Test(field, IntervalSet.union(values)));
      others.add(box);
    });
    return others;
  }

  private static IntervalSet value(List<Test> box, int field) {
    return box.stream()
        .filter(test -> test.field() == field)
        .findFirst()
        .map(Test::values)
        .orElseThrow();
  }

  /** What all have in common, by the fields that all ask for. */
  private static List<Test> hull(List<List<Test>> boxes) {
    Map<Integer, List<IntervalSet>> byField = new LinkedHashMap<>();
    boxes.forEach(box ->
        box.forEach(test ->
            byField.computeIfAbsent(test.field(), f -> new ArrayList<>()).add(test.values())));
    List<Test> hull = new ArrayList<>();
    byField.forEach((field, values) -> {
      if (values.size() == boxes.size()) {
        hull.add(new Test(field, IntervalSet.union(values)));
      }
    });
    return hull;
  }
}
