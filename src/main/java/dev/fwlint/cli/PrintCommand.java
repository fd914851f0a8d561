package dev.fwlint.cli;

import dev.fwlint.Linter;
import dev.fwlint.model.Firewall;
import dev.fwlint.print.Remark;
import dev.fwlint.print.SavePrinter;
import dev.fwlint.report.TerminalText;
import dev.fwlint.source.Inputs.Input;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
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
    write(firewall);
    List<Remark> remarks = Remark.all(firewall);
    remarks.forEach(remark -> Messages.error(remark.at() + ": " + remark.text()));
    boolean complete = remarks.stream().allMatch(Remark::complete);
    return complete && !Linter.loadsNowhere(firewall) ? ExitStatus.CLEAN : ExitStatus.NOT_ANALYSED;
  }

  /** To a file or another program as it is; for somebody's eyes, so that nothing in it acts. */
  private void write(Firewall firewall) {
    UnaryOperator<String> shown =
        Terminal.shows() ? TerminalText::escape : UnaryOperator.identity();
    PrintWriter out = new PrintWriter(System.out, false, firewall.file().source().charset());
    SavePrinter.lines(firewall, counters).map(shown).forEach(line -> out.append(line).append('\n'));
    out.flush();
  }
}
