package dev.fwlint.catalog;

import dev.fwlint.finding.Precision;
import dev.fwlint.finding.Severity;
import java.util.List;

/**
 * A rule's page.
 *
 * @param id kebab case, the rule's class name
 * @param name a short title
 * @param category {@code load}, {@code reachability}, {@code isolation}, {@code exposure}, {@code
 *     policy} ...
 * @param severity the level of its findings unless a finding lowers it
 * @param summary one sentence
 * @param tags words for code scanning, {@code external/cwe/cwe-561} among them
 * @param body the page's Markdown below the front matter, expectations in its examples left out
 */
public record Page(
    String id,
    String name,
    String category,
    Severity severity,
    Precision precision,
    String summary,
    List<String> tags,
    String body) {
  public Page {
    tags = List.copyOf(tags);
  }
}
