package dev.fwlint.parse;

import dev.fwlint.source.SourceFile;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.IntStream;
import org.antlr.v4.runtime.misc.Interval;

/** One line of a file for ANTLR, in UTF-16 units, so that its indices are our columns. */
final class LineStream implements CharStream {
  private final SourceFile source;
  private final int start;
  private final int size;
  private int at;

  LineStream(SourceFile source, int start, int end) {
    this.source = source;
    this.start = start;
    this.size = end - start;
  }

  @Override
  public void consume() {
    at++;
  }

  @Override
  public int LA(int offset) {
    int index = offset < 0 ? at + offset : at + offset - 1;
    return index < 0 || index >= size ? IntStream.EOF : source.text().charAt(start + index);
  }

  @Override
  public int mark() {
    return -1;
  }

  @Override
  public void release(int marker) {}

  @Override
  public int index() {
    return at;
  }

  @Override
  public void seek(int index) {
    at = Math.min(index, size);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public String getText(Interval interval) {
    int from = Math.min(interval.a, size);
    int to = Math.min(interval.b + 1, size);
    return source.text().substring(start + from, start + Math.max(from, to));
  }

  @Override
  public String getSourceName() {
    return source.name();
  }
}
