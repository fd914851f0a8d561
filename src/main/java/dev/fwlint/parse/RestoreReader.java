package dev.fwlint.parse;

import dev.fwlint.ast.Backend;
import dev.fwlint.ast.Counters;
import dev.fwlint.ast.Family;
import dev.fwlint.ast.Line;
import dev.fwlint.ast.Problem;
import dev.fwlint.ast.Problem.Kind;
import dev.fwlint.ast.RestoreFile;
import dev.fwlint.ast.Word;
import dev.fwlint.extension.Quoted;
import dev.fwlint.parse.LineParser.Parts;
import dev.fwlint.source.SourceFile;
import dev.fwlint.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a restore file the way iptables-restore does (iptables/iptables-restore.c): line by line, a
 * table open between its {@code *} line and its COMMIT. Where iptables-restore stops at the first
 * line it refuses, this goes on.
 */
public final class RestoreReader {
  private static final char BYTE_ORDER_MARK = '\ufeff';

  private final SourceFile source;
  private final Family family;
  private final List<Line> lines = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  /** The open table; a file without any table at all is read as one. */
  private Optional<Word> table = Optional.empty();

  private boolean outside;
  private boolean carriageReturnTold;

  private RestoreReader(SourceFile source, Family family) {
    this.source = source;
    this.family = family;
  }

  /** Reads a whole file of this family; never fails, whatever the text is. */
  public static RestoreFile read(SourceFile source, Family family) {
    RestoreReader reader = new RestoreReader(source, family);
    int number = 0;
    for (ReadLine line : ReadLine.all(source, family)) {
      reader.line(++number, line);
    }
    reader.end();
    return new RestoreFile(source, family, reader.lines, reader.problems);
  }

  private void line(int number, ReadLine line) {
    Span span = source.lineSpan(number);
    boolean marked = number == 1 && source.text().indexOf(BYTE_ORDER_MARK) == 0;
    if (marked) {
      problems.add(
          Problem.of(Kind.SYNTAX, new Span(source, 0, 1), "the file begins with a byte order mark")
              .withHint("save it as UTF-8 without a byte order mark"));
    }
    carriageReturn(number, span, line.parts());
    lines.add(understood(line, span));
  }

  private Line tooLong(Span span) {
    String message =
        "the line has %d characters; iptables-restore reads lines of at most %d"
            .formatted(span.end() - span.start(), ReadLine.LONGEST);
    Span begin = new Span(source, span.start(), span.start() + 1);
    return refuse(Problem.of(Kind.SYNTAX, begin, message), span);
  }

  /** Told once a file: the rest would say the same. */
  private void carriageReturn(int number, Span span, Parts parts) {
    boolean found = source.text().startsWith("\r", span.end());
    boolean passedOver = parts instanceof Parts.Comment || parts instanceof Parts.TooLong;
    if (found && !carriageReturnTold && !passedOver) {
      carriageReturnTold = true;
      problems.add(
          Problem.of(
                  Kind.SYNTAX,
                  source.lineSpan(number),
                  "the line ends in CR LF, and iptables-restore takes the CR as part of its last word")
              .withHint("convert the file to Unix line ends, for example with dos2unix"));
    }
  }

  private Line understood(ReadLine line, Span span) {
    return switch (line.parts()) {
      case Parts.Comment comment -> new Line.Comment(span);
      case Parts.Table header -> tableHeader(header, span);
      case Parts.Chain header -> chainHeader(header, span);
      case Parts.Commit commit -> commit(span);
      case Parts.Command command when span.start() == span.end() -> new Line.Blank(span);
      case Parts.Command command -> command(command, line.command().orElseThrow(), span);
      case Parts.TooLong tooLong -> tooLong(span);
    };
  }

  private Line tableHeader(Parts.Table header, Span span) {
    table.ifPresent(open ->
        problems.add(
            Problem.of(
                    Kind.MISSING_COMMIT,
                    span,
                    "the table %s has no COMMIT, so this line is read as one of its rules"
                        .formatted(Quoted.quoted(open.text())))
                .withHint("put a line COMMIT before it")));
    table = Optional.of(header.name());
    outside = false;
    if (header.name().text().isEmpty()) {
      problems.add(Problem.of(Kind.SYNTAX, span, "the table has no name"));
    }
    return new Line.TableHeader(header.name(), span);
  }

  private Line chainHeader(Parts.Chain header, Span span) {
    needTable(span);
    if (header.name().text().isEmpty()) {
      return refuse(Problem.of(Kind.SYNTAX, span, "the chain has no name"), span);
    }
    if (header.policy().isEmpty()) {
      return refuse(
          Problem.of(Kind.SYNTAX, header.name().span(), "the chain has no policy")
              .withHint("write ACCEPT or DROP behind a built-in chain, and - behind any other"),
          span);
    }
    Optional<Counters> counters =
        header.more().stream().findFirst().flatMap(word -> counters(word.span()));
    return new Line.ChainHeader(header.name(), header.policy().get(), counters, span);
  }

  private Line commit(Span span) {
    needTable(span);
    boolean lastWithoutLineFeed = span.end() == source.text().length();
    if (table.isPresent() && lastWithoutLineFeed) {
      problems.add(
          Problem.of(Kind.MISSING_COMMIT, span, "the last COMMIT has no line end")
              .withHint("end the file with a newline")
              .onlyOn(Backend.LEGACY));
    }
    table = Optional.empty();
    return new Line.Commit(span);
  }

  private Line command(Parts.Command command, CommandParser.Result result, Span span) {
    needTable(span);
    if (command.openCounters().isPresent()) {
      return refuse(
          Problem.of(
              Kind.SYNTAX, command.openCounters().get(), "the counters are not closed by a ]"),
          span);
    }
    // outside of a table the command is not what is wrong first
    problems.addAll(outside ? List.of() : result.problems());
    if (result.operation().isEmpty()) {
      return new Line.Unreadable(span);
    }
    return new Line.Command(
        command.counters().flatMap(RestoreReader::counters),
        command.words(),
        result.operation().get(),
        span);
  }

  /** One problem for a whole stretch of lines that no table holds. */
  private void needTable(Span span) {
    if (table.isEmpty() && !outside) {
      outside = true;
      problems.add(
          Problem.of(Kind.SYNTAX, span, "this line belongs to no table")
              .withHint(
                  "begin with a table's line, such as *filter, and end the table with COMMIT"));
    }
  }

  private Line refuse(Problem problem, Span span) {
    problems.add(problem);
    return new Line.Unreadable(span);
  }

  private static Optional<Counters> counters(Span span) {
    String text = span.text();
    int colon = text.indexOf(':');
    boolean whole = text.startsWith("[") && text.endsWith("]") && colon > 0;
    return whole
        ? Optional.of(
            new Counters(
                text.substring(1, colon), text.substring(colon + 1, text.length() - 1), span))
        : Optional.empty();
  }

  private void end() {
    if (table.isPresent()) {
      int last = Math.max(1, source.lineCount());
      problems.add(
          Problem.of(
                  Kind.MISSING_COMMIT,
                  source.lineSpan(last),
                  "the file ends, and the table %s has no COMMIT"
                      .formatted(Quoted.quoted(table.get().text())))
              .withHint("put a line COMMIT at the end"));
    }
  }
}
