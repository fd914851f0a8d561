package dev.fwlint.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Changes that know nothing of what the text means. */
final class OfBytes {
  static final List<Mutation> ALL =
      List.of(
          OfBytes::flipped,
          OfBytes::cut,
          OfBytes::doubled,
          OfBytes::withOddity,
          OfBytes::withOddity,
          OfBytes::ended,
          OfBytes::marked,
          OfBytes::stretched);

  private static final List<String> ODDITIES =
      Stream.concat(
              Stream.of(
                      "\u0000",
                      "\r",
                      "\n",
                      "\t",
                      "\u000b",
                      "\f",
                      "\u001b[31m",
                      "\u0007",
                      "\u007f",
                      "\u0085",
                      "\u00a0",
                      "\u00e9",
                      "\u202e",
                      "\u2028",
                      "\ufeff",
                      "\u200b",
                      "\ufffd",
                      "\ud83d\udc33",
                      "\u3000",
                      "\"",
                      "'",
                      "\\",
                      "\\\n",
                      "#",
                      "!",
                      ";",
                      "|",
                      "<b>",
                      "[x](y)",
                      "%0A::error::x",
                      "\n::error::x",
                      "##[group]x")
                  .map(text ->
                      new String(
                          text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)),
              // no UTF-8: a lone byte, a sequence that is cut, too long, of a surrogate, out of
              // range
              Stream.of(
                  "\u00ff",
                  "\u00e2\u0080",
                  "\u00c0\u0080",
                  "\u00ed\u00a0\u0080",
                  "\u00f7\u00bf\u00bf\u00bf"))
          .toList();

  private OfBytes() {}

  private static String flipped(String text, Dice dice) {
    if (text.isEmpty()) {
      return "\u0001";
    }
    StringBuilder changed = new StringBuilder(text);
    for (int i = dice.about(8); i > 0; i--) {
      int at = dice.below(text.length());
      changed.setCharAt(at, (char) (changed.charAt(at) ^ 1 << dice.below(8)));
    }
    return changed.toString();
  }

  private static String cut(String text, Dice dice) {
    int from = dice.below(text.length());
    int to = Math.min(text.length(), from + dice.about(dice.onceIn(4) ? 2_000 : 20));
    return text.substring(0, from) + text.substring(to);
  }

  private static String doubled(String text, Dice dice) {
    int from = dice.below(text.length());
    int to = Math.min(text.length(), from + dice.about(dice.onceIn(4) ? 2_000 : 20));
    return text.substring(0, to) + text.substring(from);
  }

  private static String withOddity(String text, Dice dice) {
    int at = dice.below(text.length() + 1);
    return text.substring(0, at) + dice.one(ODDITIES) + text.substring(at);
  }

  private static String ended(String text, Dice dice) {
    return text.substring(0, dice.below(text.length()));
  }

  /** A byte order mark, of UTF-8 or of another encoding. */
  private static String marked(String text, Dice dice) {
    return dice.one(List.of("\u00ef\u00bb\u00bf", "\u00ff\u00fe", "\u00fe\u00ff")) + text;
  }

  /** A piece many times over: lines, words and numbers of any length. */
  private static String stretched(String text, Dice dice) {
    int at = dice.below(text.length() + 1);
    int length = dice.about(12);
    String piece = text.substring(at, Math.min(text.length(), at + length));
    String repeated =
        dice.onceIn(2)
            ? piece
            : dice.one(List.of("9", "a", " ", ",1", "\"", "! ", "-m tcp ", "0.", ":"));
    return text.substring(0, at) + repeated.repeat(dice.about(20_000)) + text.substring(at);
  }
}
