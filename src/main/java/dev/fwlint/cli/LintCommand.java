package dev.fwlint.cli;

import dev.fwlint.Linter;
import dev.fwlint.ast.Family;
import dev.fwlint.catalog.Page;
import dev.fwlint.finding.Severity;
import dev.fwlint.model.Facts;
import dev.fwlint.report.Format;
import dev.fwlint.source.Inputs;
import dev.fwlint.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fwlint lint}. */
@Command(
    name = "lint",
    description = "Says what is wrong with rulesets as iptables-save writes them.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class LintCommand implements Callable<Integer> {
  /** What the input is taken for. */
  enum InputFormat {
    /** By its content. */
    auto,
    /** iptables-save. */
    save,
    /** ip6tables-save. */
    save6;

    Optional<Family> family() {
      return switch (this) {
        case auto -> Optional.empty();
        case save -> Optional.of(Family.IPV4);
        case save6 -> Optional.of(Family.IPV6);
      };
    }
  }

  /** The level that makes the exit status 1. */
  enum FailOn {
    error,
    warning,
    note,
    never;

    boolean fails(Severity severity) {
      return switch (this) {
        case error -> severity == Severity.ERROR;
        case warning -> severity != Severity.NOTE;
        case note -> true;
        case never -> false;
      };
    }
  }

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "Files, folders, or - for standard input.")
  private List<String> paths = List.of();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "What goes to standard output: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Format format = Format.TEXT;

  @Option(
      names = "--report",
      paramLabel = "FORMAT=FILE",
      description = "Writes one more report; may be repeated.")
  private List<String> reports = List.of();

  @Option(
      names = "--input-format",
      paramLabel = "KIND",
      defaultValue = "auto",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}, by the content.")
  private InputFormat inputFormat = InputFormat.auto;

  @Option(
      names = "--fail-on",
      paramLabel = "LEVEL",
      defaultValue = "error",
      description =
          "The level that makes the exit status 1: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private FailOn failOn = FailOn.error;

  @Option(
      names = "--select",
      paramLabel = "RULE",
      split = ",",
      description = "Only these rules, or these categories of rules.")
  private List<String> select = List.of();

  @Option(
      names = "--ignore",
      paramLabel = "RULE",
      split = ",",
      description = "Not these rules, or these categories of rules.")
  private List<String> ignore = List.of();

  @Option(
      names = "--networks",
      paramLabel = "FILE",
      description = "What 'docker network inspect' prints of the host's networks.")
  private String networks = "";

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      defaultValue = "auto",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}. NO_COLOR is honoured.")
  private Colour colour = Colour.auto;

  @Override
  public Integer call() {
    Predicate<Page> selected = Selection.of(select, ignore);
    Facts facts = KnownFacts.of(networks);
    List<Output> outputs = new ArrayList<>();
    reports.forEach(report -> outputs.add(Output.file(report)));
    ReadInputs read = ReadInputs.read(Inputs.find(paths));
    if (read.sources().isEmpty()) {
      read.tellNothing(paths);
      return ExitStatus.NOTHING_READ;
    }
    Linter.Result result =
        new Linter(selected, inputFormat.family(), facts)
            .lint(read.sources(), LintCommand::ownMistake);
    outputs.add(Output.standard(format, colour.wanted()));
    outputs.forEach(output -> output.write(result.report()));
    return status(result, read);
  }

  /**
   * That is no fault of the file's; a gate must not take it for one without findings all the same.
   */
  private static void ownMistake(SourceFile source, RuntimeException failure) {
    Messages.error(
        "fwlint itself fails on %s, and goes on with the next; please report this: %s at %s"
            .formatted(
                Messages.quoted(source.name()),
                Messages.oneLine(failure.toString()),
                Stream.of(failure.getStackTrace()).limit(3).toList()));
  }

  private int status(Linter.Result result, ReadInputs read) {
    if (!result.refused().isEmpty() || read.incomplete()) {
      return ExitStatus.NOT_ANALYSED;
    }
    boolean fails =
        result.report().files().stream()
            .flatMap(file -> file.diagnoses().stream())
            .anyMatch(diagnosis -> failOn.fails(diagnosis.severity()));
    return fails ? ExitStatus.FINDINGS : ExitStatus.CLEAN;
  }
}
