package dev.fwlint.catalog;

import dev.fwlint.finding.Precision;
import dev.fwlint.finding.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads pages. Their front matter is lines of {@code key: value} between two lines of three dashes,
 * and strict: each key once, none that is not known.
 */
public final class CatalogReader {
  private static final List<String> KEYS =
      List.of("id", "name", "category", "severity", "precision", "summary", "tags");
  private static final Set<String> CATEGORIES =
      Set.of(
          "load",
          "reachability",
          "anomaly",
          "isolation",
          "exposure",
          "policy",
          "hygiene",
          "script");

  private CatalogReader() {}

  /** The pages of these rules, ordered by id. */
  public static Catalog read(List<String> ids) {
    Stream<Page> pages = ids.stream().map(CatalogReader::read);
    return new Catalog(pages.sorted(Comparator.comparing(Page::id)).toList());
  }

  /** One rule's page. */
  public static Page read(String id) {
    String file = "rules-catalog/" + id + ".md";
    try (InputStream page = CatalogReader.class.getResourceAsStream("/" + file)) {
      if (page == null) {
        throw new InvalidPage(file, 1, "there is no such page");
      }
      return page(file, new String(page.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Reads a page's text; {@code file} is its path, which its id must agree with. */
  static Page page(String file, String text) {
    List<String> lines = text.lines().toList();
    int end = 1 + lines.subList(Math.min(1, lines.size()), lines.size()).indexOf("---");
    if (end == 0 || !lines.getFirst().equals("---")) {
      throw new InvalidPage(file, 1, "the front matter must stand between two lines of ---");
    }
    Fields fields = new Fields(file, lines.subList(0, end));
    return new Page(
        fields.oneOf("id", Set.of(file.replaceAll(".*/|\\.md$", ""))),
        fields.text("name"),
        fields.oneOf("category", CATEGORIES),
        fields.oneOf("severity", Severity.values(), Severity::level),
        fields.oneOf("precision", Precision.values(), Precision::label),
        fields.text("summary"),
        Stream.of(fields.text("tags").split(",")).map(String::strip).toList(),
        body(lines.subList(end + 1, lines.size())));
  }

  /** What is below the front matter; the examples' expectations are for tests, not for readers. */
  private static String body(List<String> lines) {
    List<String> kept = new ArrayList<>();
    boolean fenced = false;
    for (String line : lines) {
      fenced ^= line.startsWith("```");
      if (!(fenced && line.startsWith("# finding:"))) {
        kept.add(line);
      }
    }
    return String.join("\n", kept).strip() + "\n";
  }

  /** The front matter, key by key. */
  private static final class Fields {
    private final String file;
    private final int lines;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, Integer> places = new LinkedHashMap<>();

    Fields(String file, List<String> lines) {
      this.file = file;
      this.lines = lines.size();
      for (int i = 1; i < lines.size(); i++) {
        int colon = lines.get(i).indexOf(':');
        if (colon < 0) {
          throw new InvalidPage(file, i + 1, "this is not \"key: value\"");
        }
        String key = lines.get(i).substring(0, colon);
        if (!KEYS.contains(key)) {
          throw new InvalidPage(file, i + 1, "unknown key \"" + key + "\"");
        }
        if (values.put(key, lines.get(i).substring(colon + 1).strip()) != null) {
          throw new InvalidPage(file, i + 1, "\"" + key + "\" stands here a second time");
        }
        places.put(key, i + 1);
      }
    }

    String text(String key) {
      String value = values.get(key);
      if (value == null) {
        throw new InvalidPage(file, lines + 1, "\"" + key + "\" is missing");
      }
      if (value.isEmpty()) {
        throw invalid(key, "has no value");
      }
      return value;
    }

    String oneOf(String key, Set<String> allowed) {
      String value = text(key);
      if (!allowed.contains(value)) {
        throw invalid(
            key, "must be one of " + allowed.stream().sorted().toList() + ", not " + value);
      }
      return value;
    }

    <T> T oneOf(String key, T[] allowed, Function<T, String> label) {
      String value = oneOf(key, Set.copyOf(Stream.of(allowed).map(label).toList()));
      return Stream.of(allowed)
          .filter(one -> label.apply(one).equals(value))
          .findFirst()
          .orElseThrow();
    }

    private InvalidPage invalid(String key, String what) {
      return new InvalidPage(file, places.getOrDefault(key, 1), "\"" + key + "\" " + what);
    }
  }
}
