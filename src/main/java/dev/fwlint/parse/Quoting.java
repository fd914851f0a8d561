package dev.fwlint.parse;

/**
 * The quoting of restore files: double quotes, and a backslash that escapes anything within them.
 */
final class Quoting {
  private Quoting() {}

  /** What is left of a word when quotes and escapes are gone. */
  static String unquote(String written) {
    int open = written.indexOf('"');
    if (open < 0) {
      return written;
    }
    StringBuilder text = new StringBuilder(written.length()).append(written, 0, open);
    for (int i = open + 1; i < written.length() && written.charAt(i) != '"'; i++) {
      boolean escape = written.charAt(i) == '\\' && i + 1 < written.length();
      text.append(written.charAt(escape ? ++i : i));
    }
    return text.toString();
  }
}
