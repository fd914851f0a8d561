package dev.fwlint.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fwlint.Linter;
import dev.fwlint.Walks;
import dev.fwlint.finding.Diagnosis;
import dev.fwlint.finding.Finding;
import dev.fwlint.finding.Note;
import dev.fwlint.kernel.PacketMaker;
import dev.fwlint.matrix.Matrix;
import dev.fwlint.model.Action;
import dev.fwlint.model.Chain;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Packet;
import dev.fwlint.model.PacketFields;
import dev.fwlint.model.PacketFormatException;
import dev.fwlint.model.PacketJson;
import dev.fwlint.model.Step;
import dev.fwlint.parse.InputKind;
import dev.fwlint.print.Remark;
import dev.fwlint.print.SavePrinter;
import dev.fwlint.report.Format;
import dev.fwlint.report.MatrixJson;
import dev.fwlint.report.MatrixMarkdown;
import dev.fwlint.report.MatrixText;
import dev.fwlint.report.Options;
import dev.fwlint.report.Report;
import dev.fwlint.report.WalkReport;
import dev.fwlint.source.SourceFile;
import dev.fwlint.source.SourceReader;
import dev.fwlint.source.Span;
import dev.fwlint.source.UnreadableException;
import dev.fwlint.trace.Trace;
import dev.fwlint.trace.TraceJson;
import dev.fwlint.trace.Tracer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All that must hold of any file whatsoever: each command does its work on it. */
final class Inspection {
  private static final int PACKETS = 10;

  /** Who may talk to whom takes longer than a hang where thousands of rules tell many networks. */
  private static final int LARGE = 200_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What acts on a terminal, hides, or is half a character; a line end may stand. */
  private static final Pattern RAW =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029&&[^\\n]]");

  /** iptables-save leaves out the range of all numbers; iptables-restore takes that as a zero. */
  private static final Pattern EVERY_IPCOMP = Pattern.compile("-m ipcomp(?! (! )?--ipcompspi)");

  private final SourceFile source;
  private final Report report;
  private final Firewall firewall;
  private final Tracer tracer;
  private final Random random;

  private Inspection(SourceFile source, long seed) {
    this.source = source;
    report = new Linter().lint(List.of(source)).report();
    firewall = Linter.load(source, Optional.empty());
    tracer = new Tracer(firewall);
    random = new Random(seed);
  }

  static void of(byte[] file, String name, long seed) throws IOException, PacketFormatException {
    SourceFile source;
    try {
      source = SourceReader.read(new ByteArrayInputStream(file), name);
    } catch (UnreadableException told) {
      assertTrue(told.getMessage().lines().count() == 1, told.getMessage());
      return;
    }
    if (InputKind.isRestoreText(source)) {
      Inspection inspection = new Inspection(source, seed);
      inspection.places();
      inspection.reports();
      inspection.print();
      if (file.length <= LARGE) {
        inspection.matrix();
      }
      inspection.examples();
      inspection.packets();
    }
  }

  private Stream<Diagnosis> diagnoses() {
    return report.files().getFirst().diagnoses().stream();
  }

  /** Findings are about lines that the file has. */
  private void places() {
    diagnoses()
        .map(Diagnosis::finding)
        .flatMap(
            found -> Stream.concat(Stream.of(found.at()), found.notes().stream().map(Note::at)))
        .forEach(this::place);
  }

  private void place(Span at) {
    assertTrue(at.file() == source, "another file");
    assertTrue(at.line() >= 1 && at.line() <= source.lineCount(), at::toString);
    assertEquals(at.line(), at.endLine(), at::toString);
    assertTrue(at.end() <= source.lineEnd(at.line()), at::toString);
  }

  private void reports() throws IOException {
    for (Format format : List.of(Format.TEXT, Format.GITHUB, Format.MARKDOWN)) {
      plain(told(format));
    }
    JSON.readTree(told(Format.JSON));
  }

  private static void plain(String text) {
    var raw = RAW.matcher(text);
    assertFalse(raw.find(), () -> "a raw character in the report: " + around(text, raw.start()));
  }

  private static String around(String text, int at) {
    String near = text.substring(Math.max(0, at - 60), Math.min(text.length(), at + 20));
    return "U+%04x behind %s".formatted((int) text.charAt(at), near);
  }

  private String told(Format format) throws IOException {
    StringBuilder out = new StringBuilder();
    format.reporter(new Options(false, "1")).write(report, out);
    return out.toString();
  }

  /** What loads is printed so that it loads again, and is printed the same. */
  private void print() {
    boolean complete = Remark.all(firewall).stream().allMatch(Remark::complete);
    if (complete && !Linter.loadsNowhere(firewall)) {
      List<String> printed = SavePrinter.lines(firewall, true).toList();
      SourceFile text = new SourceFile("printed", String.join("\n", printed) + "\n");
      Firewall again = Linter.load(text, Optional.of(firewall.family()));
      assertFalse(Linter.loadsNowhere(again), () -> again.problems() + "\n" + text.text());
      if (!EVERY_IPCOMP.matcher(text.text()).find()) {
        assertEquals(printed, SavePrinter.lines(again, true).toList());
      }
    }
  }

  private void matrix() throws IOException {
    Matrix matrix = Matrix.of(firewall);
    plain(MatrixText.of(matrix, true));
    plain(MatrixMarkdown.of(matrix, true));
    StringWriter json = new StringWriter();
    MatrixJson.write(matrix, json);
    JSON.readTree(json.toString());
  }

  /** A trace of the packet that a report shows says what the report says. */
  private void examples() throws IOException, PacketFormatException {
    for (JsonNode result : JSON.readTree(told(Format.SARIF)).at("/runs/0/results")) {
      JsonNode shown = result.at("/properties");
      if (shown.has("packet")) {
        Packet packet = PacketJson.read(shown.get("packet").toString());
        JsonNode traced = JSON.readTree(TraceJson.write(tracer.trace(packet)));
        for (String key : List.of("verdict", "hits", "policy")) {
          assertEquals(traced.get(key), shown.get(key), () -> key + " of " + result);
        }
        assertEquals(traced.get("unknown").isEmpty(), !shown.has("assuming"), result::toString);
      }
    }
  }

  /** Random packets can be traced and told, and hit no rule that is said to be dead. */
  private void packets() {
    Set<String> dead = dead();
    PacketMaker maker = new PacketMaker(firewall, random);
    for (int i = 0; i < PACKETS; i++) {
      Packet packet = maker.next();
      Trace trace = tracer.trace(packet);
      plain(WalkReport.of(Walks.of(trace, packet), source));
      Optional<Step> hit =
          trace
              .hits()
              .filter(step ->
                  dead.contains(step.path()) || dead.contains(step.table() + "/" + step.chain()))
              .findFirst();
      assertTrue(
          hit.isEmpty(), () -> hit.get().path() + " is hit by " + PacketFields.fields(packet));
    }
  }

  /**
   * The rules and chains that findings call dead. Where a rule jumps to a built-in chain, which
   * nothing loads, what is said of that chain's hook is not true of who is led there.
   */
  private Set<String> dead() {
    Set<String> dead = new HashSet<>();
    if (firewall.steps().anyMatch(this::leadsToBuiltIn)) {
      return dead;
    }
    diagnoses()
        .filter(Inspection::saysDead)
        .map(Diagnosis::finding)
        .map(Finding::subject)
        .forEach(dead::add);
    return dead;
  }

  private boolean leadsToBuiltIn(Step step) {
    return step.action() instanceof Action.Jump jump
        && firewall.chain(step.table(), jump.chain()).filter(Chain::builtIn).isPresent();
  }

  private static boolean saysDead(Diagnosis diagnosis) {
    return switch (diagnosis.rule()) {
      case "never-matching-rule",
          "unreachable-rule",
          "unreachable-chain",
          "shadowed-rule",
          "contradicted-rule",
          "docker-user-dead-append" ->
          true;
      case "redundant-rule" -> Boolean.TRUE.equals(diagnosis.finding().properties().get("dead"));
      default -> false;
    };
  }
}
