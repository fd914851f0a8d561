package dev.fwlint.report;

import com.contrastsecurity.sarif.Result;
import com.contrastsecurity.sarif.Run;
import com.contrastsecurity.sarif.RunAutomationDetails;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.fwlint.finding.Diagnosis;
import java.io.IOException;

/**
 * A report as SARIF 2.1.0, as code scanning and editors read it. The run is written piece by piece:
 * of the results, of which there may be many, there is one at a time.
 */
final class SarifReporter implements Reporter {
  /** How many results of a run code scanning takes. */
  static final int MOST_RESULTS = 25_000;

  /** A log of more results is not for reading, and indentation would double it. */
  private static final int MOST_INDENTED = 1000;

  private final String version;

  SarifReporter(String version) {
    this.version = version;
  }

  @Override
  public void write(Report report, Appendable out) throws IOException {
    boolean indented = Summary.of(report).findings() <= MOST_INDENTED;
    try (JsonGenerator json = SarifJson.generator(out, indented)) {
      json.writeStartObject();
      json.writeStringField("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
      json.writeStringField("version", "2.1.0");
      json.writeArrayFieldStart("runs");
      writeRun(json, report);
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private void writeRun(JsonGenerator json, Report report) throws IOException {
    Selection selection = new Selection(Summary.of(report), MOST_RESULTS);
    SarifPlaces places = SarifPlaces.of(report);
    json.writeStartObject();
    json.writePOJOField("tool", SarifTool.tool(report.catalog(), version));
    json.writePOJOField("automationDetails", new RunAutomationDetails().withId("fwlint/"));
    json.writePOJOField("invocations", SarifRun.invocations(selection.dropped()));
    json.writePOJOField("columnKind", Run.ColumnKind.UTF_16_CODE_UNITS);
    json.writePOJOField("originalUriBaseIds", SarifRun.baseIds());
    json.writePOJOField("artifacts", SarifRun.artifacts(places));
    json.writeArrayFieldStart("results");
    writeResults(json, report, new SarifResults(report.catalog(), places), selection);
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeResults(
      JsonGenerator json, Report report, SarifResults results, Selection selection)
      throws IOException {
    FindingFingerprints fingerprints = new FindingFingerprints();
    for (Report.FileReport file : report.files()) {
      for (Diagnosis diagnosis : file.diagnoses()) {
        String fingerprint = fingerprints.next(diagnosis);
        if (selection.keep(diagnosis.severity())) {
          Result result = results.result(diagnosis, fingerprint);
          json.writePOJO(result);
        }
      }
    }
  }
}
