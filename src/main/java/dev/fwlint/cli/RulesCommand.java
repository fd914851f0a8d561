package dev.fwlint.cli;

import dev.fwlint.Linter;
import dev.fwlint.catalog.Page;
import dev.fwlint.report.CatalogJson;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fwlint rules}. */
@Command(
    name = "rules",
    description = "Lists all rules, a line each.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class RulesCommand implements Callable<Integer> {
  /** How the list is written. */
  enum ListFormat {
    text,
    json
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private ListFormat format = ListFormat.text;

  @Override
  public Integer call() {
    List<Page> pages = Linter.catalog().pages();
    if (format == ListFormat.json) {
      System.out.println(CatalogJson.write(pages));
      return ExitStatus.CLEAN;
    }
    int id = pages.stream().mapToInt(page -> page.id().length()).max().orElse(0);
    int category = pages.stream().mapToInt(page -> page.category().length()).max().orElse(0);
    for (Page page : pages) {
      String row = "%-" + id + "s  %-7s  %-" + category + "s  %s";
      System.out.println(
          row.formatted(page.id(), page.severity().level(), page.category(), page.summary()));
    }
    return ExitStatus.CLEAN;
  }
}
