package dev.fwlint.source;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A file's text under the name its reader gave it. Lines end at LF, CR LF or not at all (the last);
 * a line's text holds no line end.
 */
public final class SourceFile {
  private final String name;
  private final String text;
  private final Charset charset;
  private final int[] lineStarts;

  public SourceFile(String name, String text) {
    this(name, text, StandardCharsets.UTF_8);
  }

  SourceFile(String name, String text, Charset charset) {
    this.name = name;
    this.text = text;
    this.charset = charset;
    this.lineStarts = lineStarts(text);
  }

  private static int[] lineStarts(String text) {
    int[] starts = new int[16];
    int count = 1;
    for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, 2 * count);
      }
      starts[count++] = at + 1;
    }
    return Arrays.copyOf(starts, count);
  }

  /** The name as the user wrote it, `-` for standard input. */
  public String name() {
    return name;
  }

  public String text() {
    return text;
  }

  /** What gives the text's bytes back as they were. */
  public Charset charset() {
    return charset;
  }

  /** How many lines there are; text after the last LF counts as one, nothing after it does not. */
  public int lineCount() {
    boolean endsWithLineFeed = lineStarts[lineStarts.length - 1] == text.length();
    return lineStarts.length - (endsWithLineFeed ? 1 : 0);
  }

  /** The line, from 1, that holds an offset from 0 to the text's length. */
  public int lineAt(int offset) {
    int found = Arrays.binarySearch(lineStarts, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** The column, from 1, of an offset in its line, in UTF-16 units. */
  public int columnAt(int offset) {
    return offset - lineStarts[lineAt(offset) - 1] + 1;
  }

  /** The offset where a line, from 1, starts. */
  public int lineStart(int line) {
    return lineStarts[line - 1];
  }

  /** The offset behind the last character of a line, its line end left out. */
  public int lineEnd(int line) {
    int end = line < lineStarts.length ? lineStarts[line] - 1 : text.length();
    boolean carriageReturn =
        line < lineStarts.length && end > lineStarts[line - 1] && text.charAt(end - 1) == '\r';
    return carriageReturn ? end - 1 : end;
  }

  /** A line's text, from 1, without its line end. */
  public String line(int line) {
    return text.substring(lineStart(line), lineEnd(line));
  }

  /** The place of a whole line, its line end left out. */
  public Span lineSpan(int line) {
    return new Span(this, lineStart(line), lineEnd(line));
  }

  @Override
  public String toString() {
    return name;
  }
}
