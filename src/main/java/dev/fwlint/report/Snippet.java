package dev.fwlint.report;

import dev.fwlint.finding.Finding;
import dev.fwlint.finding.Note;
import dev.fwlint.finding.Severity;
import dev.fwlint.source.SourceFile;
import dev.fwlint.source.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The lines that a finding is about, ordered, its place and its notes' places marked below them.
 */
final class Snippet {
  /** How many notes are shown; the rest is counted. */
  private static final int MOST_NOTES = 12;

  private final Paint paint;
  private final Severity severity;
  private final Span primary;
  private final int hiddenNotes;

  /** The marks file by file, that of the finding first, each in the order of its lines. */
  private final Map<SourceFile, List<Mark>> files = new LinkedHashMap<>();

  private record Mark(Span at, String label, boolean primary) {
    int line() {
      return at.line();
    }
  }

  Snippet(Paint paint, Severity severity, Finding finding) {
    this.paint = paint;
    this.severity = severity;
    this.primary = finding.at();
    this.hiddenNotes = Math.max(0, finding.notes().size() - MOST_NOTES);
    add(new Mark(primary, "", true));
    for (Note note : finding.notes().subList(0, finding.notes().size() - hiddenNotes)) {
      add(new Mark(note.at(), TerminalText.escape(LinkedText.plain(note.message(), 0)), false));
    }
    files.values().forEach(marks -> marks.sort(Comparator.comparingInt(Mark::line)));
  }

  private void add(Mark mark) {
    files.computeIfAbsent(mark.at().file(), file -> new ArrayList<>()).add(mark);
  }

  /** How many digits the greatest line number shown has. */
  int gutter() {
    return files.values().stream()
        .mapToInt(marks -> Integer.toString(marks.getLast().line()).length())
        .max()
        .orElse(1);
  }

  void write(Gutter out) throws IOException {
    for (Map.Entry<SourceFile, List<Mark>> file : files.entrySet()) {
      boolean own = file.getKey().equals(primary.file());
      Span first = own ? primary : file.getValue().getFirst().at();
      out.arrow(own ? "--> " : "::: ", TerminalText.escape(first.toString()));
      out.bar("");
      writeLines(out, file.getKey(), file.getValue());
    }
    if (hiddenNotes > 0) {
      out.dots(" and " + hiddenNotes + " more");
    }
    out.bar("");
  }

  private void writeLines(Gutter out, SourceFile file, List<Mark> marks) throws IOException {
    int last = 0;
    for (Mark mark : marks) {
      if (mark.line() != last) {
        writeGap(out, file, last, mark.line());
        last = mark.line();
        writeLine(out, file, last, marks);
      }
    }
  }

  /** A single line that is left out takes no more room than the dots for it. */
  private static void writeGap(Gutter out, SourceFile file, int last, int next) throws IOException {
    if (last > 0 && next == last + 2) {
      out.source(last + 1, SourceLine.show(file.line(last + 1), 0).printed());
    } else if (last > 0 && next > last + 2) {
      out.dots("");
    }
  }

  private void writeLine(Gutter out, SourceFile file, int line, List<Mark> marks)
      throws IOException {
    List<Mark> here = marks.stream().filter(mark -> mark.line() == line).toList();
    Mark focus = here.stream().filter(Mark::primary).findFirst().orElse(here.getFirst());
    SourceLine shown = SourceLine.show(file.line(line), focus.at().column() - 1);
    out.source(line, shown.printed());
    for (Mark mark : here) {
      out.bar(underlined(shown, mark));
    }
  }

  private String underlined(SourceLine shown, Mark mark) {
    int start = mark.at().column() - 1;
    int end = mark.at().endLine() > mark.line() ? Integer.MAX_VALUE : mark.at().endColumn() - 1;
    String line = shown.underline(start, end, mark.primary() ? '^' : '-');
    String text = mark.label().isEmpty() ? line : line + " " + mark.label();
    String margin = " ".repeat(text.length() - text.stripLeading().length());
    String marked = text.substring(margin.length());
    return margin + (mark.primary() ? paint.level(severity, marked) : paint.frame(marked));
  }
}
