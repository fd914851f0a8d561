package dev.fwlint.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.fwlint.finding.Diagnosis;
import dev.fwlint.finding.Finding;
import dev.fwlint.finding.Note;
import dev.fwlint.finding.Severity;
import dev.fwlint.finding.Walk;
import dev.fwlint.source.Span;
import java.io.IOException;
import java.util.List;

/**
 * A report for programs, plainer than SARIF. One object:
 *
 * <ul>
 *   <li>{@code version}: 1; a key that goes or changes its meaning makes it 2, a new key does not
 *   <li>{@code files}: of every file that was linted {@code path}, as it was named, and {@code
 *       findings}, in the order of their lines
 *   <li>{@code summary}: how many {@code errors}, {@code warnings}, {@code notes} and {@code files}
 * </ul>
 *
 * A finding has {@code rule}, {@code level}, {@code message}, {@code line}, {@code column}, {@code
 * endLine}, {@code endColumn} (from 1, in UTF-16 units, the end behind the last character), {@code
 * subject} ({@code filter/FORWARD/5}, or empty), {@code notes} (places with {@code path} and {@code
 * message}) and {@code properties}; {@code help} where there is some; where a packet shows it
 * {@code packet}, {@code verdict}, {@code hits} and {@code policy} as a trace writes them; and
 * {@code assuming} where something was assumed of that packet.
 */
final class JsonReporter implements Reporter {
  @Override
  public void write(Report report, Appendable out) throws IOException {
    try (JsonGenerator json = Json.generator(out)) {
      json.writeStartObject();
      json.writeNumberField("version", 1);
      json.writeArrayFieldStart("files");
      for (Report.FileReport file : report.files()) {
        writeFile(json, file);
      }
      json.writeEndArray();
      writeSummary(json, Summary.of(report));
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private static void writeFile(JsonGenerator json, Report.FileReport file) throws IOException {
    json.writeStartObject();
    json.writeStringField("path", file.source().name());
    json.writeArrayFieldStart("findings");
    for (Diagnosis diagnosis : file.diagnoses()) {
      writeDiagnosis(json, diagnosis);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeDiagnosis(JsonGenerator json, Diagnosis diagnosis) throws IOException {
    Finding finding = diagnosis.finding();
    json.writeStartObject();
    json.writeStringField("rule", diagnosis.rule());
    json.writeStringField("level", diagnosis.severity().level());
    json.writeStringField("message", LinkedText.plain(finding.message(), finding.notes().size()));
    writePlace(json, finding.at());
    json.writeStringField("subject", finding.subject());
    writeNotes(json, finding);
    if (finding.help().isPresent()) {
      json.writeStringField("help", finding.help().get());
    }
    if (diagnosis.walk().isPresent()) {
      writeWalk(json, diagnosis.walk().get());
    }
    Json.field(json, "properties", finding.properties());
    json.writeEndObject();
  }

  private static void writeNotes(JsonGenerator json, Finding finding) throws IOException {
    json.writeArrayFieldStart("notes");
    for (Note note : finding.notes()) {
      json.writeStartObject();
      json.writeStringField("message", note.message());
      json.writeStringField("path", note.at().file().name());
      writePlace(json, note.at());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writePlace(JsonGenerator json, Span at) throws IOException {
    json.writeNumberField("line", at.line());
    json.writeNumberField("column", at.column());
    json.writeNumberField("endLine", at.endLine());
    json.writeNumberField("endColumn", at.endColumn());
  }

  private static void writeWalk(JsonGenerator json, Walk walk) throws IOException {
    Json.field(json, "packet", walk.packet());
    json.writeStringField("verdict", walk.verdict());
    Json.field(json, "hits", WalkFacts.hits(walk));
    Json.field(json, "policy", WalkFacts.policy(walk));
    if (!walk.assuming().isEmpty()) {
      Json.field(json, "assuming", walk.assuming());
    }
  }

  private static void writeSummary(JsonGenerator json, Summary summary) throws IOException {
    json.writeObjectFieldStart("summary");
    for (Severity severity : List.of(Severity.values()).reversed()) {
      json.writeNumberField(severity.level() + "s", summary.count(severity));
    }
    json.writeNumberField("files", summary.files());
    json.writeEndObject();
  }
}
