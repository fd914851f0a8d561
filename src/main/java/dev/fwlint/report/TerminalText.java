package dev.fwlint.report;

/**
 * Text from outside, as a terminal may print it: nothing in it acts, hides or starts a line of its
 * own. A terminal may also be a job's log, whose reader takes {@code ##[command]} for a command
 * anywhere in a line; that is broken up.
 */
public final class TerminalText {
  private TerminalText() {}

  public static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      out.append(glyph(text, at));
    }
    return out.toString();
  }

  /** What the code point at an offset is printed as. */
  static String glyph(String text, int at) {
    int code = text.codePointAt(at);
    boolean command = code == '#' && at > 0 && text.startsWith("##[", at - 1);
    return command || Visible.isHidden(code) ? Visible.number(code) : Character.toString(code);
  }
}
