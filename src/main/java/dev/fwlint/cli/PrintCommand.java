package dev.fwlint.cli;

import dev.fwlint.Linter;
import dev.fwlint.model.Firewall;
import dev.fwlint.print.SavePrinter;
import dev.fwlint.source.Inputs.Input;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fwlint print}. */
@Command(
    name = "print",
    description = "Writes a ruleset as iptables-save would, once it is loaded.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class PrintCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RULES", description = "A ruleset, or - for standard input.")
  private String rules = "";

  @Option(
      names = {"-c", "--counters"},
      description = "The counters of each rule, too.")
  private boolean counters;

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
    try (Writer out =
        new BufferedWriter(
            new OutputStreamWriter(System.out, firewall.file().source().charset()))) {
      SavePrinter.print(firewall, counters, out);
    } catch (IOException failed) {
      throw new UsageException("the ruleset cannot be written");
    }
    return Linter.loadsNowhere(firewall) ? ExitStatus.NOT_ANALYSED : ExitStatus.CLEAN;
  }
}
