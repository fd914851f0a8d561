package dev.fwlint.cli;

import dev.fwlint.Linter;
import dev.fwlint.catalog.Page;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code fwlint explain}. */
@Command(
    name = "explain",
    description = "Prints a rule's page.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class ExplainCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RULE", description = "The rule's id, as findings name it.")
  private String rule = "";

  @Override
  public Integer call() {
    List<Page> pages = Linter.catalog().pages();
    Page page =
        pages.stream()
            .filter(candidate -> candidate.id().equals(rule))
            .findFirst()
            .orElseThrow(() ->
                new UsageException(
                    "there is no rule %s (see 'fwlint rules')".formatted(Messages.quoted(rule))));
    System.out.println("# %s: %s".formatted(page.id(), page.name()));
    System.out.println();
    System.out.println(
        "%s, precision %s. %s"
            .formatted(page.severity().level(), page.precision().label(), page.summary()));
    System.out.println();
    System.out.println(page.body().strip());
    return ExitStatus.CLEAN;
  }
}
