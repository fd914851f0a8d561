package dev.fwlint.report;

import com.contrastsecurity.sarif.MultiformatMessageString;
import com.contrastsecurity.sarif.PropertyBag;
import com.contrastsecurity.sarif.ReportingConfiguration;
import com.contrastsecurity.sarif.ReportingDescriptor;
import com.contrastsecurity.sarif.Tool;
import com.contrastsecurity.sarif.ToolComponent;
import dev.fwlint.catalog.Catalog;
import dev.fwlint.catalog.Page;
import dev.fwlint.finding.Severity;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a log says of this tool: its version, and every page of its catalogue. */
final class SarifTool {
  private static final int LONGEST_DESCRIPTION = 1024;

  /** Code scanning keeps that many. */
  private static final int MOST_TAGS = 10;

  private static final Pattern SEMANTIC_VERSION =
      Pattern.compile("\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?");

  private SarifTool() {}

  static Tool tool(Catalog catalog, String version) {
    Set<ReportingDescriptor> rules =
        catalog.pages().stream()
            .map(SarifTool::rule)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    ToolComponent driver =
        new ToolComponent()
            .withName("fwlint")
            .withFullName("fwlint " + version)
            .withVersion(version)
            .withInformationUri(Project.HOME)
            .withRules(rules);
    boolean semantic = SEMANTIC_VERSION.matcher(version).matches();
    return new Tool().withDriver(semantic ? driver.withSemanticVersion(version) : driver);
  }

  private static ReportingDescriptor rule(Page page) {
    String summary = sentence(page.summary());
    return new ReportingDescriptor()
        .withId(page.id())
        .withName(pascalCase(page.id()))
        .withShortDescription(text(cut(sentence(page.name()))))
        .withFullDescription(text(cut(summary)))
        .withHelp(text(summary + "\n\n" + page.body()).withMarkdown(markdown(page, summary)))
        .withHelpUri(Project.page(page.id()))
        .withDefaultConfiguration(
            new ReportingConfiguration()
                .withLevel(ReportingConfiguration.Level.fromValue(page.severity().level())))
        .withProperties(properties(page));
  }

  private static String markdown(Page page, String summary) {
    return "# " + page.name() + "\n\n" + summary + "\n\n" + page.body();
  }

  private static PropertyBag properties(Page page) {
    Optional<String> score = securitySeverity(page);
    Stream<String> security = score.isPresent() ? Stream.of("security") : Stream.empty();
    Stream<String> tags =
        Stream.of(security, Stream.of(page.category()), page.tags().stream()).flatMap(t -> t);
    PropertyBag bag =
        new PropertyBag()
            .withTags(
                tags.distinct()
                    .limit(MOST_TAGS)
                    .collect(Collectors.toCollection(LinkedHashSet::new)))
            .withAdditionalProperty("precision", page.precision().label())
            .withAdditionalProperty("problem.severity", problemSeverity(page.severity()));
    score.ifPresent(value -> bag.withAdditionalProperty("security-severity", value));
    return bag;
  }

  private static String problemSeverity(Severity severity) {
    return severity == Severity.NOTE ? "recommendation" : severity.level();
  }

  /**
   * A score on CVSS's scale, for the rules that tell of a hole; code scanning reads high from 7 and
   * medium from 4. What is exposed is open to the network, where isolation fails the attacker needs
   * a foothold in a container first: at the same level the former scores a little more.
   */
  private static Optional<String> securitySeverity(Page page) {
    return switch (page.category()) {
      case "exposure" -> Optional.of(score(page.severity(), "8.6", "6.5", "3.7"));
      case "isolation" -> Optional.of(score(page.severity(), "7.4", "5.4", "3.1"));
      default -> Optional.empty();
    };
  }

  private static String score(Severity severity, String error, String warning, String note) {
    return switch (severity) {
      case ERROR -> error;
      case WARNING -> warning;
      case NOTE -> note;
    };
  }

  private static String pascalCase(String id) {
    return Stream.of(id.split("-", -1))
        .filter(word -> !word.isEmpty())
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining());
  }

  private static MultiformatMessageString text(String text) {
    return new MultiformatMessageString().withText(text);
  }

  /** With a full stop, unless it has an end already. */
  static String sentence(String text) {
    boolean ended = text.endsWith(".") || text.endsWith("!") || text.endsWith("?");
    return ended ? text : text + ".";
  }

  private static String cut(String text) {
    boolean fits = text.length() <= LONGEST_DESCRIPTION;
    return fits ? text : text.substring(0, LONGEST_DESCRIPTION - 4).strip() + "...";
  }
}
