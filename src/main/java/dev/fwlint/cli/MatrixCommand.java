package dev.fwlint.cli;

import dev.fwlint.Linter;
import dev.fwlint.matrix.Matrix;
import dev.fwlint.model.Firewall;
import dev.fwlint.report.MatrixJson;
import dev.fwlint.report.MatrixMarkdown;
import dev.fwlint.report.MatrixText;
import dev.fwlint.source.Inputs.Input;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fwlint matrix}. */
@Command(
    name = "matrix",
    description = "Says who can open a connection to whom: outside, the host, and each network.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class MatrixCommand implements Callable<Integer> {
  /** How the matrix is written. */
  enum MatrixFormat {
    text,
    json,
    markdown
  }

  @Parameters(paramLabel = "RULES", description = "A ruleset, or - for standard input.")
  private String rules = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private MatrixFormat format = MatrixFormat.text;

  @Option(
      names = "--examples",
      description = "Tell a packet that shows it for each that is open; json always does.")
  private boolean examples;

  @Option(
      names = "--input-format",
      paramLabel = "KIND",
      defaultValue = "auto",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}, by the content.")
  private LintCommand.InputFormat inputFormat = LintCommand.InputFormat.auto;

  @Override
  public Integer call() {
    ReadInputs read = ReadInputs.read(List.of(new Input(rules, true)));
    if (read.sources().isEmpty()) {
      return ExitStatus.NOTHING_READ;
    }
    Firewall firewall = Linter.load(read.sources().getFirst(), inputFormat.family());
    boolean refused = Linter.loadsNowhere(firewall);
    if (refused) {
      Messages.error(rules + ": does not load as it stands (see 'fwlint lint'); told all the same");
    }
    Matrix matrix = Matrix.of(firewall);
    if (!matrix.complete()) {
      Messages.error(rules + ": not all of it could be looked at; more may be open than is told");
    }
    write(matrix);
    return refused || !matrix.complete() ? ExitStatus.NOT_ANALYSED : ExitStatus.CLEAN;
  }

  private void write(Matrix matrix) {
    try (Writer out =
        new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8))) {
      switch (format) {
        case text -> out.append(MatrixText.of(matrix, examples));
        case markdown -> out.append(MatrixMarkdown.of(matrix, examples));
        case json -> MatrixJson.write(matrix, out);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
