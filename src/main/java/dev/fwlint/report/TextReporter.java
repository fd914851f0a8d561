package dev.fwlint.report;

import dev.fwlint.finding.Diagnosis;
import dev.fwlint.finding.Finding;
import dev.fwlint.finding.Walk;
import java.io.IOException;

/** A report for people: each finding with its lines, the packet that shows it and what to do. */
final class TextReporter implements Reporter {
  private final Paint paint;

  TextReporter(boolean colour) {
    this.paint = new Paint(colour);
  }

  @Override
  public void write(Report report, Appendable out) throws IOException {
    for (Report.FileReport file : report.files()) {
      for (Diagnosis diagnosis : file.diagnoses()) {
        writeDiagnosis(diagnosis, out);
        out.append('\n');
      }
    }
    out.append(paint.strong(Summary.of(report).sentence())).append('\n');
  }

  private void writeDiagnosis(Diagnosis diagnosis, Appendable out) throws IOException {
    Finding finding = diagnosis.finding();
    writeTitle(diagnosis, out);
    Snippet snippet = new Snippet(paint, diagnosis.severity(), finding);
    Gutter gutter = new Gutter(out, paint, snippet.gutter());
    snippet.write(gutter);
    if (diagnosis.walk().isPresent()) {
      writeWalk(finding, diagnosis.walk().get(), gutter);
    }
    if (finding.help().isPresent()) {
      gutter.remark("help", escapeLines(finding.help().get()));
    }
    gutter.remark("more", "fwlint explain " + TerminalText.escape(diagnosis.rule()));
  }

  private void writeTitle(Diagnosis diagnosis, Appendable out) throws IOException {
    Finding finding = diagnosis.finding();
    String level = diagnosis.severity().level() + "[" + TerminalText.escape(diagnosis.rule()) + "]";
    String message = LinkedText.plain(finding.message(), finding.notes().size());
    out.append(paint.level(diagnosis.severity(), level));
    out.append(paint.strong(": " + TerminalText.escape(message))).append('\n');
  }

  private static void writeWalk(Finding finding, Walk walk, Gutter gutter) throws IOException {
    gutter.remark("packet", TerminalText.escape(PacketText.of(walk.packet())));
    gutter.remark("way", new WalkText(finding.at().file()).of(walk));
    for (String assumption : walk.assuming()) {
      gutter.remark("assuming", TerminalText.escape(assumption));
    }
  }

  private static String escapeLines(String text) {
    return text.lines().map(TerminalText::escape).reduce((a, b) -> a + "\n" + b).orElse("");
  }
}
