package dev.fwlint.extension;

import java.util.ArrayList;
import java.util.List;

/** Takes texts apart, as strtok(3) does: empty parts do not count. */
final class Split {
  private Split() {}

  static List<String> nonEmpty(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    while (from <= text.length()) {
      int end = text.indexOf(separator, from);
      int to = end < 0 ? text.length() : end;
      if (to > from) {
        parts.add(text.substring(from, to));
      }
      from = to + 1;
    }
    return parts;
  }

  /** What blanks set apart. */
  static List<String> words(String text) {
    return nonEmpty(text, ' ');
  }
}
