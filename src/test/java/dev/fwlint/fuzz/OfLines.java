package dev.fwlint.fuzz;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Changes of whole lines. */
final class OfLines {
  static final List<Mutation> ALL =
      List.of(
          lines(OfLines::cut),
          lines(OfLines::doubled),
          lines(OfLines::swapped),
          lines(OfLines::shuffled),
          lines(OfLines::repeated),
          lines(OfLines::foreign),
          lines(OfLines::joined),
          lines(OfLines::indented),
          lines(OfLines::commented),
          lines(OfLines::withoutCommit),
          lines(OfLines::withoutDeclarations),
          lines(OfLines::otherTable),
          lines(OfLines::tableDoubled),
          (text, dice) -> text + text,
          (text, dice) -> text + dice.one(dice.material().texts()).text(),
          (text, dice) -> text.replace("\n", "\r\n"),
          (text, dice) -> text.replace("\n", "\r"),
          (text, dice) -> text.replace("\n", dice.one(List.of("", " ", "\n\n", "\n\r"))),
          (text, dice) -> text.stripTrailing());

  private static final List<String> TABLES =
      List.of(
          "filter",
          "nat",
          "mangle",
          "raw",
          "security",
          "broute",
          "Filter",
          "",
          " filter",
          "filter x");

  private OfLines() {}

  private interface OfList {
    void change(List<String> lines, Dice dice);
  }

  /** Where there are lines at all. */
  private static Mutation lines(OfList change) {
    return (text, dice) -> {
      List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
      change.change(lines, dice);
      return String.join("\n", lines);
    };
  }

  /** Some lines that follow each other. */
  private static List<String> block(List<String> lines, Dice dice) {
    int from = dice.below(lines.size());
    return lines.subList(from, Math.min(lines.size(), from + dice.about(10)));
  }

  private static void cut(List<String> lines, Dice dice) {
    block(lines, dice).clear();
  }

  private static void doubled(List<String> lines, Dice dice) {
    List<String> copy = List.copyOf(block(lines, dice));
    lines.addAll(dice.below(lines.size()), copy);
  }

  private static void swapped(List<String> lines, Dice dice) {
    Collections.swap(lines, dice.below(lines.size()), dice.below(lines.size()));
  }

  private static void shuffled(List<String> lines, Dice dice) {
    Collections.shuffle(dice.onceIn(5) ? lines : block(lines, dice), dice.random());
  }

  private static void repeated(List<String> lines, Dice dice) {
    int at = dice.below(lines.size());
    int times = dice.onceIn(20) ? 2_000 : dice.about(30);
    lines.addAll(at, Collections.nCopies(times, lines.get(at)));
  }

  private static void foreign(List<String> lines, Dice dice) {
    for (int i = dice.about(5); i > 0; i--) {
      lines.add(dice.below(lines.size() + 1), dice.line());
    }
  }

  private static void joined(List<String> lines, Dice dice) {
    int at = dice.below(lines.size() - 1);
    if (at + 1 < lines.size()) {
      lines.set(at, lines.get(at) + dice.one(List.of("", " ", "\\")) + lines.remove(at + 1));
    }
  }

  private static void indented(List<String> lines, Dice dice) {
    lines.replaceAll(line -> dice.onceIn(10) ? " " + line : dice.onceIn(10) ? line + " " : line);
  }

  private static void commented(List<String> lines, Dice dice) {
    int at = dice.below(lines.size());
    lines.set(at, dice.one(List.of("#", "# ", " # ", "# fwlint: allow ", ";")) + lines.get(at));
  }

  private static void withoutCommit(List<String> lines, Dice dice) {
    lines.removeIf(line -> line.startsWith("COMMIT") && !dice.onceIn(3));
  }

  private static void withoutDeclarations(List<String> lines, Dice dice) {
    lines.removeIf(line -> line.startsWith(":") && dice.onceIn(2));
  }

  private static void otherTable(List<String> lines, Dice dice) {
    lines.replaceAll(
        line -> line.startsWith("*") && dice.onceIn(2) ? "*" + dice.one(TABLES) : line);
  }

  private static void tableDoubled(List<String> lines, Dice dice) {
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("*")) {
        starts.add(i);
      }
    }
    if (!starts.isEmpty()) {
      int start = dice.one(starts);
      int end = starts.stream().filter(next -> next > start).findFirst().orElse(lines.size());
      lines.addAll(dice.one(starts), List.copyOf(lines.subList(start, end)));
    }
  }
}
