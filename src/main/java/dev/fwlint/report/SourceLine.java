package dev.fwlint.report;

import java.util.Arrays;

/**
 * A line of a file as a terminal shows it: harmless, tabs widened, and of a long one only a window
 * around the place that matters.
 */
final class SourceLine {
  private static final int WIDTH = 120;

  /** How many characters before the place a window shows. */
  private static final int LEAD = 40;

  /** How many characters a window shows at most: a column may hold any number without width. */
  private static final int MOST = 8 * WIDTH;

  private static final String TAB = "    ";
  private static final String CUT = "...";

  private final String printed;

  /** The offset in the line that the window begins at. */
  private final int from;

  /**
   * The column that each offset of the window is printed at, from 0; the last is the window's end.
   */
  private final int[] columns;

  private SourceLine(String printed, int from, int[] columns) {
    this.printed = printed;
    this.from = from;
    this.columns = columns;
  }

  /** Shows a line so that an offset of it is seen. */
  static SourceLine show(String line, int focus) {
    SourceLine whole = window(line, 0);
    boolean fits = whole.columns.length > line.length();
    return fits || focus < LEAD ? whole : window(line, wholeCharacter(line, focus - LEAD));
  }

  private static int wholeCharacter(String line, int offset) {
    int at = Math.min(offset, line.length());
    boolean inPair =
        at > 0
            && at < line.length()
            && Character.isSurrogatePair(line.charAt(at - 1), line.charAt(at));
    return inPair ? at - 1 : at;
  }

  private static SourceLine window(String line, int from) {
    StringBuilder printed = new StringBuilder(from > 0 ? CUT : "");
    int[] columns = new int[Math.min(line.length() - from, MOST + 1) + 1];
    int column = printed.length();
    int at = from;
    while (at < line.length() && column < WIDTH && at - from < MOST) {
      String glyph = line.charAt(at) == '\t' ? TAB : TerminalText.glyph(line, at);
      int next = at + Character.charCount(line.codePointAt(at));
      Arrays.fill(columns, at - from, next - from, column);
      printed.append(glyph);
      column += Columns.of(glyph);
      at = next;
    }
    columns[at - from] = column;
    printed.append(at < line.length() ? CUT : "");
    return new SourceLine(printed.toString(), from, Arrays.copyOf(columns, at - from + 1));
  }

  String printed() {
    return printed;
  }

  /** Marks from one offset to another, at least one, below the printed line. */
  String underline(int start, int end, char mark) {
    int first = column(start);
    int width = Math.max(1, column(end) - first);
    return " ".repeat(first) + String.valueOf(mark).repeat(width);
  }

  private int column(int offset) {
    return columns[Math.clamp(offset - from, 0, columns.length - 1)];
  }
}
