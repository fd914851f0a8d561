package dev.fwlint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fwlint.ast.Family;
import dev.fwlint.extension.Extension;
import dev.fwlint.extension.Extensions;
import dev.fwlint.print.SavePrinter;
import dev.fwlint.source.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * iptables-legacy-save writes what is printed: of each fixture that loads, and of random rules with
 * every match and target. {@code -Dprint.rules} says how many of each, and {@code -Dprint.seed}
 * which.
 */
@Tag("kernel")
class PrintAgreesTest {
  private static final int RULES = Integer.getInteger("print.rules", 12);
  private static final long SEED = Long.getLong("print.seed", 1);
  private static final String SETS = "ipset create foo hash:ip\nipset create bar hash:ip\n";

  @TestFactory
  Stream<DynamicTest> everyFixture() throws IOException {
    return FixtureTest.files(Path.of("test-fixtures")).stream()
        .map(file ->
            DynamicTest.dynamicTest(
                file.toString(),
                () -> {
                  Family family = FixtureTest.family(file);
                  Map<String, List<String>> saved = LegacySave.of(file, family);
                  if (!saved.isEmpty()) {
                    SourceFile source = FixtureTest.source(file);
                    assertEquals(saved, LegacySave.tables(print(source, family).toList()));
                  }
                }));
  }

  private static Stream<String> print(SourceFile source, Family family) {
    return SavePrinter.lines(Linter.load(source, Optional.of(family)), true);
  }

  @TestFactory
  Stream<DynamicTest> everyExtension() {
    return Stream.of(Family.values())
        .flatMap(family ->
            Stream.of(Extension.Kind.values())
                .map(kind ->
                    DynamicTest.dynamicTest(
                        "%s %s, seed %d".formatted(family, kind.word(), SEED),
                        () -> everyExtension(kind, family))));
  }

  private static void everyExtension(Extension.Kind kind, Family family) throws IOException {
    ExtensionRules maker = new ExtensionRules(new Random(SEED), family);
    List<ExtensionRules.Rule> rules =
        Extensions.all(kind, family)
            .flatMap(extension -> Stream.generate(() -> maker.of(extension)).limit(RULES))
            .toList();
    List<List<String>> saved = saved(rules, family);
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      List<String> printed = printed(rules.get(i), family);
      if (!saved.get(i).isEmpty() && !saved.get(i).equals(printed)) {
        differences.add(
            "%s%n  saved   %s%n  printed %s".formatted(rules.get(i), saved.get(i), printed));
      }
    }
    long loaded = saved.stream().filter(lines -> !lines.isEmpty()).count();
    System.out.printf(
        "%d of %d rules load, %d differences%n", loaded, rules.size(), differences.size());
    assertTrue(differences.isEmpty(), () -> String.join("\n", differences));
    assertTrue(2 * loaded > rules.size(), "most rules load");
  }

  private static String text(ExtensionRules.Rule rule) {
    return "*%s\n-A %s %s\nCOMMIT\n".formatted(rule.table(), rule.chain(), rule.text());
  }

  private static List<String> printed(ExtensionRules.Rule rule, Family family) {
    SourceFile source = new SourceFile("rule", text(rule));
    return SavePrinter.lines(Linter.load(source, Optional.of(family)), false)
        .filter(line -> line.startsWith("-A"))
        .toList();
  }

  /** Of each rule by itself; nothing of one that does not load. */
  private static List<List<String>> saved(List<ExtensionRules.Rule> rules, Family family)
      throws IOException {
    StringBuilder script = new StringBuilder(SETS);
    for (ExtensionRules.Rule rule : rules) {
      script
          .append("echo @\nprintf %s ")
          .append(LegacySave.quoted(text(rule)))
          .append(" | %1$s-restore && %1$s-save -t ".formatted(LegacySave.program(family)))
          .append(rule.table())
          .append('\n');
    }
    List<List<String>> saved = new ArrayList<>();
    for (String line : LegacySave.run(script.toString(), StandardCharsets.UTF_8)) {
      if (line.equals("@")) {
        saved.add(new ArrayList<>());
      } else if (line.startsWith("-A")) {
        saved.getLast().add(line);
      }
    }
    return saved;
  }
}
