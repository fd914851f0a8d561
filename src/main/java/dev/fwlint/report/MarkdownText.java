package dev.fwlint.report;

/**
 * Text from outside within a line of Markdown. All ASCII punctuation that means something anywhere
 * becomes a numeric entity, which Markdown never takes for structure: no HTML, table, link,
 * emphasis or code begins there. What GitHub links later, in the finished text, a space of no width
 * breaks.
 */
final class MarkdownText {
  private static final String HARMLESS = " ,;-/+='\"?%";
  private static final String NO_WIDTH = "&#8203;";

  private MarkdownText() {}

  static String escape(String text) {
    StringBuilder out = new StringBuilder(2 * text.length());
    Visible.of(text.replace("\r\n", " ").replace('\n', ' '))
        .codePoints()
        .forEach(code -> append(out, code));
    return out.toString();
  }

  private static void append(StringBuilder out, int code) {
    if (isHarmless(code) || (code == '.' && !endsWithW(out))) {
      out.appendCodePoint(code);
    } else {
      out.append("&#").append(code).append(';');
    }
    if (code == '@' || code == '#') {
      out.append(NO_WIDTH);
    }
  }

  private static boolean isHarmless(int code) {
    return code > 0x7f || Character.isLetterOrDigit(code) || HARMLESS.indexOf(code) >= 0;
  }

  /** What GitHub links by itself begins with {@code www.} or has a colon. */
  private static boolean endsWithW(StringBuilder out) {
    return !out.isEmpty() && Character.toLowerCase(out.charAt(out.length() - 1)) == 'w';
  }
}
