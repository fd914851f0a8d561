package dev.fwlint.report;

import dev.fwlint.finding.Diagnosis;
import dev.fwlint.finding.Finding;
import dev.fwlint.finding.Severity;
import java.io.IOException;
import java.util.List;

/** A table of the findings, for the summary of a job; the most severe first. */
final class MarkdownReporter implements Reporter {
  /** A job's summary holds a mebibyte; so many rows of texts cut so short stay below it. */
  private static final int MOST_ROWS = 500;

  private static final int LONGEST = 250;

  @Override
  public void write(Report report, Appendable out) throws IOException {
    Summary summary = Summary.of(report);
    out.append("### fwlint: ").append(summary.sentence()).append('\n');
    if (summary.findings() > 0) {
      out.append("\n| Level | Rule | Place | Finding |\n| --- | --- | --- | --- |\n");
      writeRows(report, out);
    }
    if (summary.findings() > MOST_ROWS) {
      out.append("\nand " + (summary.findings() - MOST_ROWS) + " more\n");
    }
  }

  private static void writeRows(Report report, Appendable out) throws IOException {
    int rows = 0;
    for (Severity severity : List.of(Severity.values()).reversed()) {
      for (Report.FileReport file : report.files()) {
        for (Diagnosis diagnosis : file.diagnoses()) {
          if (diagnosis.severity() == severity && rows++ < MOST_ROWS) {
            out.append(row(diagnosis));
          }
        }
      }
    }
  }

  private static String row(Diagnosis diagnosis) {
    Finding finding = diagnosis.finding();
    String message = LinkedText.plain(finding.message(), finding.notes().size());
    return "| %s | [%s](%s) | %s | %s |\n"
        .formatted(
            diagnosis.severity().level(),
            MarkdownText.escape(diagnosis.rule()),
            Project.page(diagnosis.rule()),
            cell(finding.at().file().name() + ":" + finding.at().line()),
            cell(message));
  }

  private static String cell(String text) {
    int end = Math.min(text.length(), LONGEST);
    boolean whole = end == text.length();
    return MarkdownText.escape(text.substring(0, end)) + (whole ? "" : " ...");
  }
}
