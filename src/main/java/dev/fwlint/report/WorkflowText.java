package dev.fwlint.report;

/**
 * Text from outside within a workflow command of GitHub Actions: it ends neither value nor line.
 */
final class WorkflowText {
  private WorkflowText() {}

  /** The message of a command, where line ends may stand. */
  static String data(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(code -> append(out, code));
    return out.toString();
  }

  /** A property's value, which colons and commas would end. */
  static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }

  private static void append(StringBuilder out, int code) {
    switch (code) {
      case '%' -> out.append("%25");
      case '\r' -> out.append("%0D");
      case '\n' -> out.append("%0A");
      default -> Visible.append(out, code);
    }
  }
}
