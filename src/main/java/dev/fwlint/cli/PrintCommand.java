package dev.fwlint.cli;

import dev.fwlint.Linter;
import dev.fwlint.model.Facts;
import dev.fwlint.model.Firewall;
import dev.fwlint.print.Remark;
import dev.fwlint.print.SavePrinter;
import dev.fwlint.report.TerminalText;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fwlint print}. */
@Command(
    name = "print",
    description = "Writes a ruleset as iptables-save would, once it is loaded.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class PrintCommand implements Callable<Integer> {
  @Mixin private Ruleset ruleset = new Ruleset();

  @Option(
      names = {"-c", "--counters"},
      description = "The counters of each rule, too.")
  private boolean counters;

  @Override
  public Integer call() {
    return ruleset.load(Facts.NONE).map(this::print).orElse(ExitStatus.NOTHING_READ);
  }

  private int print(Firewall firewall) {
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
