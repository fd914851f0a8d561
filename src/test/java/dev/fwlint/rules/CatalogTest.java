package dev.fwlint.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fwlint.Expectations;
import dev.fwlint.ast.Family;
import dev.fwlint.catalog.CatalogReader;
import dev.fwlint.catalog.Page;
import dev.fwlint.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The pages are true: their examples give what they say, and there is one for each rule. */
class CatalogTest {
  private static final Path PAGES = Path.of("rules-catalog");
  private static final List<String> SECTIONS =
      List.of("Why", "Bad", "Good", "What to do", "When it stays quiet", "References");
  private static final Pattern FENCE =
      Pattern.compile("^```(ip6?tables)\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  @TestFactory
  Stream<DynamicTest> badExamplesGiveWhatIsMarked() {
    return examples(
        "Bad", example -> assertTrue(Expectations.count(example) > 0, "none is marked"));
  }

  @TestFactory
  Stream<DynamicTest> goodExamplesGiveNothing() {
    return examples("Good", example -> assertEquals(0, Expectations.count(example)));
  }

  @Test
  void aPageForEachRuleAndARuleForEachPage() throws IOException {
    assertEquals(new TreeSet<>(Rules.ids()), names(PAGES, "(?!_|README).*\\.md"));
  }

  @Test
  void fixturesForEachRuleAndARuleForEachFolder() throws IOException {
    assertEquals(new TreeSet<>(Rules.ids()), names(Path.of("test-fixtures/rules"), ".*"));
  }

  @TestFactory
  Stream<DynamicTest> everyPageHasTheSameSections() {
    return Rules.ids().stream()
        .map(id -> DynamicTest.dynamicTest(id, () -> assertEquals(SECTIONS, headings(id))));
  }

  @TestFactory
  Stream<DynamicTest> everyPageShowsItsOwnRule() {
    return Rules.ids().stream()
        .map(id ->
            DynamicTest.dynamicTest(
                id,
                () -> assertTrue(text(id).contains("\n# finding: " + id), "no example has it")));
  }

  @Test
  void readersDoNotSeeExpectations() {
    for (Page page : CatalogReader.read(Rules.ids()).pages()) {
      assertTrue(!page.body().contains("# finding:"), page.id());
    }
  }

  @Test
  void theListOfRulesIsUpToDate() throws IOException {
    String table =
        CatalogReader.read(Rules.ids()).pages().stream()
            .sorted(Comparator.comparing(Page::category).thenComparing(Page::id))
            .map(CatalogTest::row)
            .collect(Collectors.joining());
    String list = Files.readString(PAGES.resolve("README.md"));
    assertTrue(list.contains(table), () -> "rules-catalog/README.md should have:\n" + table);
    assertEquals(Rules.ALL.size(), list.lines().filter(line -> line.startsWith("| [")).count());
  }

  private static String row(Page page) {
    return "| [%s](%s.md) | %s | %s | %s |\n"
        .formatted(page.id(), page.id(), page.category(), page.severity().level(), page.summary());
  }

  /** A check of the example itself. */
  private interface Check {
    void of(SourceFile example);
  }

  private static Stream<DynamicTest> examples(String section, Check check) {
    return Rules.ids().stream()
        .flatMap(id -> {
          List<DynamicTest> tests = new ArrayList<>();
          Matcher fence = FENCE.matcher(section(id, section));
          while (fence.find()) {
            Family family = fence.group(1).equals("iptables") ? Family.IPV4 : Family.IPV6;
            String name = id + ".md, " + section + " " + (tests.size() + 1);
            SourceFile example = new SourceFile(name, fence.group(2));
            tests.add(
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      check.of(example);
                      Expectations.check(example, family);
                    }));
          }
          assertTrue(!tests.isEmpty(), id + " has no example in " + section);
          return tests.stream();
        });
  }

  private static List<String> headings(String id) {
    return text(id)
        .lines()
        .filter(line -> line.startsWith("## "))
        .map(l -> l.substring(3))
        .toList();
  }

  private static String section(String id, String heading) {
    String text = text(id);
    int start = text.indexOf("\n## " + heading + "\n");
    int end = text.indexOf("\n## ", start + 1);
    return text.substring(start, end);
  }

  private static String text(String id) {
    try {
      return Files.readString(PAGES.resolve(id + ".md"));
    } catch (IOException unreadable) {
      throw new AssertionError("the page of " + id + " cannot be read", unreadable);
    }
  }

  private static Set<String> names(Path folder, String pattern) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches(pattern))
          .map(name -> name.replaceAll("\\.md$", ""))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
