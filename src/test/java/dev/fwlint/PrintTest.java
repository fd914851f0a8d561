package dev.fwlint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Firewall;
import dev.fwlint.print.SavePrinter;
import dev.fwlint.source.SourceFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Printing what was printed changes nothing, and loads wherever what was written loads. */
class PrintTest {
  @TestFactory
  Stream<DynamicTest> everyFixtureIsPrintedOnce() throws IOException {
    return FixtureTest.files(Path.of("test-fixtures")).stream()
        .map(file ->
            DynamicTest.dynamicTest(
                file.toString(), () -> check(FixtureTest.source(file), FixtureTest.family(file))));
  }

  private static void check(SourceFile source, Family family) {
    List<String> printed = print(source, family).toList();
    SourceFile again = new SourceFile("again", String.join("\n", printed) + "\n");
    assertEquals(printed, print(again, family).toList());
    Firewall firewall = Linter.load(again, Optional.of(family));
    assertEquals(
        List.of(),
        firewall.problems().stream()
            .filter(problem -> problem.everywhere())
            .map(problem -> problem.at() + " " + problem.message())
            .toList());
  }

  private static Stream<String> print(SourceFile source, Family family) {
    return SavePrinter.lines(Linter.load(source, Optional.of(family)), true);
  }
}
