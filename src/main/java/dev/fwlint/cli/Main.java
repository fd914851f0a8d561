package dev.fwlint.cli;

import dev.fwlint.report.Format;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Where it begins. */
@Command(
    name = "fwlint",
    description = "Lints iptables firewalls on Docker hosts.",
    subcommands = {
      LintCommand.class,
      TraceCommand.class,
      MatrixCommand.class,
      PrintCommand.class,
      ExplainCommand.class,
      RulesCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit status: 0 nothing to report, 1 findings, 2 wrong usage, 3 nothing was read,",
      "4 some input could not be analysed."
    })
public final class Main implements Runnable {
  /** The version that the manifest tells; none in a build that is not packaged. */
  static final class Version implements IVersionProvider {
    static String number() {
      String version = Main.class.getPackage().getImplementationVersion();
      return version == null ? "0.0.0" : version;
    }

    @Override
    public String[] getVersion() {
      return new String[] {"fwlint " + number()};
    }
  }

  public static void main(String[] args) {
    int status;
    try {
      status = run(args);
    } catch (OutOfMemoryError | StackOverflowError tooMuch) {
      Messages.error(
          "the input takes more memory than there is; FWLINT_JAVA_OPTS=-Xmx4g gives more");
      status = ExitStatus.NOT_ANALYSED;
    }
    System.out.flush();
    System.exit(status);
  }

  /** Runs one command and returns its exit status. */
  static int run(String... args) {
    CommandLine line = new CommandLine(new Main());
    // a name that begins with @ is a file's name like any other
    line.setExpandAtFiles(false);
    line.registerConverter(Format.class, Main::convert);
    line.setParameterExceptionHandler(Main::wrongUsage);
    line.setExecutionExceptionHandler(Main::failed);
    line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    return line.execute(args);
  }

  @Override
  public void run() {
    throw new UsageException(
        "say what to do: lint, trace, matrix, print, explain or rules (try 'fwlint --help')");
  }

  private static int wrongUsage(ParameterException wrong, String[] args) {
    CommandLine line = wrong.getCommandLine();
    String suggestion =
        wrong instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions().stream().limit(3).map(s -> s + "?").findFirst().orElse("")
            : "";
    Messages.error(
        Messages.oneLine(String.valueOf(wrong.getMessage()))
            + (suggestion.isEmpty() ? "" : "; did you mean " + suggestion)
            + " (try 'fwlint %s--help')".formatted(commandName(line)));
    return ExitStatus.USAGE;
  }

  private static Format convert(String name) {
    try {
      return format(name);
    } catch (UsageException unknown) {
      throw new TypeConversionException(unknown.getMessage());
    }
  }

  static Format format(String name) {
    return Arrays.stream(Format.values())
        .filter(format -> format.toString().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new UsageException(
                "there is no format %s; the formats are %s"
                    .formatted(Messages.quoted(name), Arrays.toString(Format.values()))));
  }

  private static String commandName(CommandLine line) {
    return line.getParent() == null ? "" : line.getCommandName() + " ";
  }

  private static int failed(Exception failure, CommandLine line, CommandLine.ParseResult result)
      throws Exception {
    if (failure instanceof UsageException usage) {
      Messages.error(usage.getMessage());
      return ExitStatus.USAGE;
    }
    throw failure;
  }
}
