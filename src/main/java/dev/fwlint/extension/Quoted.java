package dev.fwlint.extension;

/** Text from the input, quoted so that it stays on its line and shows what it holds. */
public final class Quoted {
  private static final int LONGEST = 80;

  private Quoted() {}

  /**
   * The text in double quotes: what does not print as itself is escaped, and a long text is cut.
   */
  public static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    int end = Math.min(text.length(), LONGEST);
    for (int i = 0; i < end; i++) {
      quoted.append(visible(text.charAt(i)));
    }
    return quoted.append(end < text.length() ? "…\"" : "\"").toString();
  }

  private static String visible(char c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '"', '\\' -> "\\" + c;
      default -> isPlain(c) ? String.valueOf(c) : String.format("\\u%04x", (int) c);
    };
  }

  /**
   * Letters, digits, punctuation and the blank; not controls, and not what turns the direction of a
   * line.
   */
  private static boolean isPlain(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
