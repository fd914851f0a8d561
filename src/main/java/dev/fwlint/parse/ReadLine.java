package dev.fwlint.parse;

import dev.fwlint.ast.Family;
import dev.fwlint.parse.LineParser.Parts;
import dev.fwlint.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A line, taken apart, and what came of its command where it has one. No line hangs on another but
 * for its table, so those of a long file are read on all cores at once.
 */
record ReadLine(Parts parts, Optional<CommandParser.Result> command) {
  /** iptables-restore reads lines into a buffer of 10240 bytes; what is longer it takes apart. */
  static final int LONGEST = 10_239;

  /** So many lines are worth the way to another core. */
  private static final int BLOCK = 1_000;

  private static final char BYTE_ORDER_MARK = '\ufeff';

  /** All lines of a file. */
  static List<ReadLine> all(SourceFile source, Family family) {
    List<Parts> parts = parts(source);
    List<String> tables = tables(parts);
    return blocks(parts.size())
        .mapToObj(block -> commands(parts, tables, family, block))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Parts> parts(SourceFile source) {
    return blocks(source.lineCount())
        .mapToObj(block -> parts(source, block))
        .flatMap(List::stream)
        .toList();
  }

  private static IntStream blocks(int lines) {
    IntStream blocks = IntStream.range(0, (lines + BLOCK - 1) / BLOCK);
    return lines > BLOCK ? blocks.parallel() : blocks;
  }

  private static List<Parts> parts(SourceFile source, int block) {
    LineParser parser = new LineParser(source);
    List<Parts> parts = new ArrayList<>(BLOCK);
    int last = Math.min(source.lineCount(), (block + 1) * BLOCK);
    for (int line = block * BLOCK + 1; line <= last; line++) {
      boolean marked = line == 1 && source.text().indexOf(BYTE_ORDER_MARK) == 0;
      boolean tooLong = source.lineEnd(line) - source.lineStart(line) > LONGEST;
      parts.add(tooLong ? new Parts.TooLong() : parser.parse(line, marked ? 1 : 0));
    }
    return parts;
  }

  /** The table that is open where each line begins; filter where none is. */
  private static List<String> tables(List<Parts> lines) {
    List<String> tables = new ArrayList<>(lines.size());
    String table = "filter";
    for (Parts parts : lines) {
      tables.add(table);
      table =
          switch (parts) {
            case Parts.Table header -> header.name().text();
            case Parts.Commit commit -> "filter";
            default -> table;
          };
    }
    return tables;
  }

  private static List<ReadLine> commands(
      List<Parts> lines, List<String> tables, Family family, int block) {
    List<ReadLine> read = new ArrayList<>(BLOCK);
    int end = Math.min(lines.size(), (block + 1) * BLOCK);
    for (int i = block * BLOCK; i < end; i++) {
      Optional<CommandParser.Result> result = Optional.empty();
      if (lines.get(i) instanceof Parts.Command command) {
        result =
            Optional.of(
                CommandParser.parse(command.words(), command.line(), family, tables.get(i)));
      }
      read.add(new ReadLine(lines.get(i), result));
    }
    return read;
  }
}
