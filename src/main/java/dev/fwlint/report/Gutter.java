package dev.fwlint.report;

import java.io.IOException;

/** Writes lines behind a margin of line numbers, as compilers do. */
final class Gutter {
  private final Appendable out;
  private final Paint paint;
  private final String margin;

  Gutter(Appendable out, Paint paint, int width) {
    this.out = out;
    this.paint = paint;
    this.margin = " ".repeat(width);
  }

  /** Where it is: {@code --> name:line:column}. */
  void arrow(String arrow, String place) throws IOException {
    line(margin + paint.frame(arrow) + place);
  }

  void source(int number, String text) throws IOException {
    String padded = (margin + number).substring(Integer.toString(number).length());
    line(paint.frame(padded + " |") + (text.isEmpty() ? "" : " " + text));
  }

  void bar(String text) throws IOException {
    line(margin + paint.frame(" |") + (text.isEmpty() ? "" : " " + text));
  }

  void dots(String text) throws IOException {
    line(paint.frame("...") + text);
  }

  /** What else there is to say; further lines of the text stand below its first. */
  void remark(String key, String text) throws IOException {
    String indent = margin + "   " + " ".repeat(key.length() + 2);
    String[] lines = text.split("\n", -1);
    line(margin + paint.frame(" = ") + paint.strong(key + ":") + space(lines[0]));
    for (int i = 1; i < lines.length; i++) {
      line((indent + lines[i]).stripTrailing());
    }
  }

  private static String space(String text) {
    return text.isEmpty() ? "" : " " + text;
  }

  private void line(String text) throws IOException {
    out.append(text).append('\n');
  }
}
