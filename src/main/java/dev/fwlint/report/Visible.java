package dev.fwlint.report;

/**
 * Makes characters seen that would otherwise act, hide or mislead: controls and escape sequences,
 * what turns the direction of writing, what has no width or looks like a space, and code points
 * that are none. Each becomes its number, as in Rust: a backslash, {@code u} and {@code {202e}}.
 */
final class Visible {
  private static final int IDEOGRAPHIC_SPACE = 0x3000;

  private Visible() {}

  static String of(String text) {
    if (text.codePoints().noneMatch(Visible::isHidden)) {
      return text;
    }
    StringBuilder seen = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(code -> append(seen, code));
    return seen.toString();
  }

  static void append(StringBuilder out, int code) {
    if (isHidden(code)) {
      out.append(number(code));
    } else {
      out.appendCodePoint(code);
    }
  }

  /** A code point's number, in plain ASCII. */
  static String number(int code) {
    return "\\u{" + Integer.toHexString(code) + "}";
  }

  static boolean isHidden(int code) {
    if (code >= ' ' && code < 0x7f) {
      return false;
    }
    return switch (Character.getType(code)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      case Character.SPACE_SEPARATOR -> code != IDEOGRAPHIC_SPACE;
      default -> isFiller(code);
    };
  }

  /** Letters and marks that show nothing: Hangul's and Khmer's fillers, variation selectors. */
  private static boolean isFiller(int code) {
    return code == 0x115f
        || code == 0x1160
        || code == 0x3164
        || code == 0xffa0
        || code == 0x034f
        || (code >= 0x17b4 && code <= 0x17b5)
        || (code >= 0x180b && code <= 0x180f)
        || (code >= 0xfe00 && code <= 0xfe0f)
        || (code >= 0xe0100 && code <= 0xe01ef);
  }
}
