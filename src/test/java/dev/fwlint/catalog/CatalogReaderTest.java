package dev.fwlint.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fwlint.finding.Precision;
import dev.fwlint.finding.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogReaderTest {
  private static final String PAGE =
      """
      ---
      id: some-rule
      name: Some rule
      category: load
      severity: warning
      precision: very-high
      summary: It is so: not otherwise.
      tags: security, external/cwe/cwe-561
      ---
      ## Bad
      ```iptables
      # finding: some-rule "this"
      *filter
      # a comment
      ```
      # finding: outside of a fence it is prose
      """;

  @Test
  void readsAPage() {
    assertEquals(
        new Page(
            "some-rule",
            "Some rule",
            "load",
            Severity.WARNING,
            Precision.VERY_HIGH,
            "It is so: not otherwise.",
            List.of("security", "external/cwe/cwe-561"),
            """
            ## Bad
            ```iptables
            *filter
            # a comment
            ```
            # finding: outside of a fence it is prose
            """),
        page(PAGE));
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    refuses(
        "severity: warning",
        "severity: bad",
        "5: \"severity\" must be one of [error, note, warning], not bad");
    refuses(
        "precision: very-high",
        "precision: exact",
        "6: \"precision\" must be one of [high, low, medium, very-high], not exact");
    refuses("category: load", "category: docker", "4: \"category\" must be one of [");
    refuses(
        "id: some-rule", "id: other-rule", "2: \"id\" must be one of [some-rule], not other-rule");
    refuses("name: Some rule", "title: Some rule", "3: unknown key \"title\"");
    refuses("name: Some rule", "name:", "3: \"name\" has no value");
    refuses("name: Some rule", "name", "3: this is not \"key: value\"");
    refuses("name: Some rule\n", "", "8: \"name\" is missing");
    refuses("name: Some rule", "id: some-rule", "3: \"id\" stands here a second time");
    refuses("---\nid", "id", "1: the front matter must stand between two lines of ---");
    refuses("---\n## Bad", "## Bad", "1: the front matter must stand between two lines of ---");
  }

  private static void refuses(String part, String instead, String message) {
    InvalidPage refused = assertThrows(InvalidPage.class, () -> page(PAGE.replace(part, instead)));
    String expected = "rules-catalog/some-rule.md:" + message;
    String actual = String.valueOf(refused.getMessage());
    assertEquals(expected, actual.substring(0, Math.min(expected.length(), actual.length())));
  }

  @Test
  void namesAPageThatIsNotThere() {
    InvalidPage refused = assertThrows(InvalidPage.class, () -> CatalogReader.read("no-such-rule"));
    assertEquals("rules-catalog/no-such-rule.md:1: there is no such page", refused.getMessage());
  }

  private static Page page(String text) {
    return CatalogReader.page("rules-catalog/some-rule.md", text);
  }
}
