package dev.fwlint.cli;

import dev.fwlint.matrix.Matrix;
import dev.fwlint.model.Firewall;
import dev.fwlint.report.MatrixJson;
import dev.fwlint.report.MatrixMarkdown;
import dev.fwlint.report.MatrixText;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

  @Mixin private Ruleset ruleset = new Ruleset();

  @Mixin private FactsOptions facts = new FactsOptions();

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

  @Override
  public Integer call() {
    return ruleset.load(facts.read()).map(this::tell).orElse(ExitStatus.NOTHING_READ);
  }

  private int tell(Firewall firewall) {
    int loads = ruleset.statusOf(firewall, "told");
    Matrix matrix = Matrix.of(firewall);
    if (!matrix.complete()) {
      Messages.error(
          ruleset.name() + ": not all of it could be looked at; more may be open than is told");
    }
    write(matrix);
    return matrix.complete() ? loads : ExitStatus.NOT_ANALYSED;
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
