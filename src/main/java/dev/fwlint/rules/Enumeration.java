package dev.fwlint.rules;

import java.util.ArrayList;
import java.util.List;

/** Lists things within a sentence. */
final class Enumeration {
  /** So many are named in a message; the notes have the others. */
  static final int NAMED = 3;

  private Enumeration() {}

  /** The first few, each a link to the note with its number, and how many more there are. */
  static List<String> links(List<String> texts) {
    List<String> named = new ArrayList<>();
    for (int i = 0; i < Math.min(NAMED, texts.size()); i++) {
      named.add("[%s](%d)".formatted(texts.get(i), i + 1));
    }
    if (texts.size() > NAMED) {
      named.add("%d more".formatted(texts.size() - NAMED));
    }
    return named;
  }

  /** {@code a}, {@code a and b}, or {@code a, b and c}; empty for nothing. */
  static String of(List<String> parts) {
    int last = parts.size() - 1;
    return last < 1
        ? String.join("", parts)
        : String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
  }
}
