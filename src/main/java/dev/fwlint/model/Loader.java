package dev.fwlint.model;

import dev.fwlint.ast.Line;
import dev.fwlint.ast.Problem;
import dev.fwlint.ast.Problem.Kind;
import dev.fwlint.ast.RestoreFile;
import dev.fwlint.ast.Word;
import dev.fwlint.extension.Quoted;
import dev.fwlint.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Does what iptables-restore does with a file: table after table, each emptied first, so that of a
 * table that stands twice the last is what the kernel keeps. Unlike iptables-restore it does not
 * stop at what is refused.
 */
public final class Loader {
  private final RestoreFile file;
  private final Map<String, Table> tables = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private Optional<TableBuilder> open = Optional.empty();

  private Loader(RestoreFile file) {
    this.file = file;
  }

  /** The firewall that a file makes; never fails, whatever the file says. */
  public static Firewall load(RestoreFile file) {
    return load(file, Facts.NONE);
  }

  /** The same, on a host of which something is known. */
  public static Firewall load(RestoreFile file, Facts facts) {
    Loader loader = new Loader(file);
    loader.problems.addAll(file.problems());
    file.lines().forEach(loader::line);
    loader.close();
    List<Problem> inOrder =
        loader.problems.stream()
            .sorted(Comparator.comparingInt(problem -> problem.at().start()))
            .toList();
    return new Firewall(file, file.family(), loader.tables, inOrder, facts);
  }

  private void line(Line line) {
    switch (line) {
      case Line.TableHeader header -> {
        close();
        open(header.table(), header.span());
      }
      case Line.ChainHeader header ->
          table(header.span()).ifPresent(table -> table.declare(header));
      case Line.Command command -> table(command.span()).ifPresent(table -> table.apply(command));
      case Line.Commit commit -> close();
      case Line.Blank blank -> {}
      case Line.Comment comment -> {}
      case Line.Unreadable unreadable -> {}
    }
  }

  private boolean skipping;

  private void open(Word name, Span header) {
    String table = name.text();
    skipping = !BuiltIn.tables().contains(table);
    if (skipping) {
      problems.add(
          Problem.of(Kind.CONTEXT, header, "there is no table %s".formatted(Quoted.quoted(table)))
              .withHint("the tables are " + String.join(", ", BuiltIn.tables())));
    } else {
      open = Optional.of(new TableBuilder(table, header, file.family(), problems::add));
      // the table is emptied, and its policies stay until it says otherwise (so does
      // iptables-legacy)
      Optional.ofNullable(tables.get(table)).ifPresent(open.get()::keepPolicies);
    }
  }

  /**
   * The open table; lines that belong to none are taken for the filter table's, as the reader has
   * said already.
   */
  private Optional<TableBuilder> table(Span span) {
    if (open.isEmpty() && !skipping) {
      open = Optional.of(new TableBuilder("filter", span, file.family(), problem -> {}));
    }
    return open;
  }

  private void close() {
    open.map(TableBuilder::build)
        .ifPresent(table -> {
          tables.remove(table.name());
          tables.put(table.name(), table);
          problems.addAll(new CommitCheck(table, file.family()).problems());
        });
    open = Optional.empty();
    skipping = false;
  }
}
