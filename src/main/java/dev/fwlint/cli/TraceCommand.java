package dev.fwlint.cli;

import dev.fwlint.Walks;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Packet;
import dev.fwlint.model.PacketFields;
import dev.fwlint.model.PacketFormatException;
import dev.fwlint.model.PacketJson;
import dev.fwlint.report.WalkReport;
import dev.fwlint.trace.Trace;
import dev.fwlint.trace.TraceJson;
import dev.fwlint.trace.Tracer;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fwlint trace}. */
@Command(
    name = "trace",
    description = "Says what happens to a packet, rule by rule.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
final class TraceCommand implements Callable<Integer> {
  @Mixin private Ruleset ruleset = new Ruleset();

  @Option(
      names = "--packets",
      paramLabel = "FILE",
      description =
          "Packets, a JSON object a line, or - for standard input; each is answered by a JSON object a line.")
  private String packets = "";

  @Mixin private FactsOptions facts = new FactsOptions();

  @ArgGroup(exclusive = false, heading = "One packet, told for a person:%n")
  private PacketOptions packet = new PacketOptions();

  @Override
  public Integer call() {
    if (packets.isEmpty() == packet.fields().isEmpty()) {
      throw new UsageException("say --packets FILE, or a packet: at least --src and --dst");
    }
    return ruleset.load(facts.read()).map(this::trace).orElse(ExitStatus.NOTHING_READ);
  }

  private int trace(Firewall firewall) {
    int loads = ruleset.statusOf(firewall, "traced");
    int status = packets.isEmpty() ? one(firewall) : all(firewall);
    return status == ExitStatus.CLEAN ? loads : status;
  }

  private int one(Firewall firewall) {
    try {
      Packet asked = PacketFields.packet(packet.fields());
      if (asked.source().family() != firewall.family()) {
        throw new UsageException("the packet and the ruleset are of different families");
      }
      Trace trace = new Tracer(firewall).trace(asked);
      System.out.print(WalkReport.of(Walks.of(trace, asked), firewall.file().source()));
      return ExitStatus.CLEAN;
    } catch (PacketFormatException wrong) {
      throw new UsageException(wrong.getMessage());
    }
  }

  private int all(Firewall firewall) {
    Tracer tracer = new Tracer(firewall);
    int status = ExitStatus.CLEAN;
    try (BufferedReader in = new BufferedReader(open());
        Writer out =
            new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8))) {
      int number = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        if (!line.isBlank()) {
          status = Math.max(status, answer(tracer, firewall, line, number, out));
        }
      }
      return status;
    } catch (IOException failed) {
      Messages.error(packets + ": it cannot be read");
      return ExitStatus.NOTHING_READ;
    }
  }

  private int answer(Tracer tracer, Firewall firewall, String line, int number, Writer out)
      throws IOException {
    try {
      Packet asked = PacketJson.read(line);
      if (asked.source().family() != firewall.family()) {
        throw new PacketFormatException("the packet and the ruleset are of different families");
      }
      out.append(TraceJson.write(tracer.trace(asked))).append('\n');
      return ExitStatus.CLEAN;
    } catch (PacketFormatException wrong) {
      Messages.error("%s:%d: %s".formatted(packets, number, wrong.getMessage()));
      out.append(TraceJson.error("line %d: %s".formatted(number, wrong.getMessage()))).append('\n');
      return ExitStatus.NOT_ANALYSED;
    }
  }

  private Reader open() throws IOException {
    if (packets.equals("-")) {
      return new InputStreamReader(System.in, StandardCharsets.UTF_8);
    }
    return new InputStreamReader(Files.newInputStream(Path.of(packets)), StandardCharsets.UTF_8);
  }
}
