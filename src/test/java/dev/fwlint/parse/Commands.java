package dev.fwlint.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fwlint.ast.Family;
import dev.fwlint.ast.Operation;
import dev.fwlint.ast.Problem;
import dev.fwlint.ast.RuleSpec;
import dev.fwlint.ast.Word;
import dev.fwlint.source.SourceFile;
import dev.fwlint.source.Span;
import java.util.List;

/** Commands for tests, as they would stand in a restore file. */
final class Commands {
  private Commands() {}

  static CommandParser.Result parse(String command) {
    return parse(command, Family.IPV4, "filter");
  }

  static CommandParser.Result parse(String command, Family family, String table) {
    SourceFile source = new SourceFile("rules", command);
    List<Word> words = ((LineParser.Parts.Command) new LineParser(source).parse(1, 0)).words();
    return CommandParser.parse(words, new Span(source, 0, command.length()), family, table);
  }

  /** What a command does, which must have no problems. */
  static Operation understood(String command) {
    CommandParser.Result result = parse(command);
    assertEquals(List.of(), result.problems(), command);
    return result.operation().orElseThrow();
  }

  /** The rule of {@code -A INPUT} and these words. */
  static RuleSpec rule(String words) {
    return ((Operation.Append) understood("-A INPUT " + words)).rule();
  }

  /** The only problem of a command. */
  static Problem problem(String command) {
    return only(command, parse(command));
  }

  static Problem problem(String command, Family family, String table) {
    return only(command, parse(command, family, table));
  }

  private static Problem only(String command, CommandParser.Result result) {
    assertEquals(1, result.problems().size(), () -> command + ": " + result.problems());
    return result.problems().getFirst();
  }
}
