package dev.fwlint.report;

import dev.fwlint.finding.Diagnosis;
import dev.fwlint.finding.Finding;
import dev.fwlint.finding.Severity;
import dev.fwlint.finding.Walk;
import dev.fwlint.source.Span;
import java.io.IOException;

/** Findings as workflow commands, which GitHub Actions shows at their lines. */
final class GithubReporter implements Reporter {
  @Override
  public void write(Report report, Appendable out) throws IOException {
    for (Report.FileReport file : report.files()) {
      for (Diagnosis diagnosis : file.diagnoses()) {
        out.append(command(diagnosis)).append('\n');
      }
    }
  }

  private static String command(Diagnosis diagnosis) {
    Span at = diagnosis.finding().at();
    Severity severity = diagnosis.severity();
    return "::%s file=%s,line=%d,endLine=%d,col=%d,endColumn=%d,title=%s::%s"
        .formatted(
            severity == Severity.NOTE ? "notice" : severity.level(),
            WorkflowText.property(FilePaths.path(at.file().name())),
            at.line(),
            at.endLine(),
            at.column(),
            at.endColumn(),
            WorkflowText.property(diagnosis.rule()),
            WorkflowText.data(text(diagnosis)));
  }

  private static String text(Diagnosis diagnosis) {
    Finding finding = diagnosis.finding();
    String message = LinkedText.plain(finding.message(), finding.notes().size());
    String packet = diagnosis.walk().map(GithubReporter::packet).orElse("");
    return message + packet + finding.help().map(help -> "\nhelp: " + help).orElse("");
  }

  private static String packet(Walk walk) {
    return "\npacket: " + PacketText.of(walk.packet()) + ": " + walk.verdict();
  }
}
