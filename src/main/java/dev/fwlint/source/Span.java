package dev.fwlint.source;

/** A place in a file: the characters from {@code start} up to, and without, {@code end}. */
public record Span(SourceFile file, int start, int end) {
  public Span {
    if (start < 0 || end < start || end > file.text().length()) {
      throw new IllegalArgumentException("no such place: " + start + " to " + end);
    }
  }

  /** The line, from 1, that the place begins in. */
  public int line() {
    return file.lineAt(start);
  }

  /** The column, from 1, that the place begins at, in UTF-16 units. */
  public int column() {
    return file.columnAt(start);
  }

  public int endLine() {
    return file.lineAt(end);
  }

  /** The column just behind the place. */
  public int endColumn() {
    return file.columnAt(end);
  }

  public String text() {
    return file.text().substring(start, end);
  }

  /** The smallest place that holds both. */
  public Span to(Span other) {
    return new Span(file, Math.min(start, other.start), Math.max(end, other.end));
  }

  /** As an editor's go-to takes it: {@code name:line:column}. */
  @Override
  public String toString() {
    return file.name() + ":" + line() + ":" + column();
  }
}
