package dev.fwlint.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.fwlint.finding.Diagnosis;
import dev.fwlint.finding.Finding;
import dev.fwlint.finding.Note;
import dev.fwlint.finding.Severity;
import dev.fwlint.finding.Walk;
import dev.fwlint.source.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SarifReporterTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void tellsAllThatThereIs() {
    assertEquals(resource("/sarif/full.sarif"), Reports.told(Format.SARIF, Reports.full("web.v4")));
  }

  @Test
  void isValid() {
    String evil = "\u001b\u202e\ud800[x](1)\n\"";
    SourceFile file = new SourceFile("e " + evil, "-A " + evil + " -j DROP\r\n\r\n");
    Finding finding =
        Finding.at(file.lineSpan(1), "filter/" + evil, evil).withNote(file.lineSpan(2), evil);
    assertValid(Reports.of());
    assertValid(Reports.of(new SourceFile("-", "")));
    assertValid(Reports.full("/etc/iptables/rules.v4"));
    assertValid(Reports.of(file, Reports.diagnosis(Severity.NOTE, finding)));
  }

  private static void assertValid(Report report) {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(resource("/sarif/sarif-2.1.0.json"));
    assertEquals(Set.of(), schema.validate(log(report)));
  }

  @Test
  void levelsAreAlwaysWritten() {
    SourceFile file = new SourceFile("a.v4", Reports.RULESET);
    Finding finding = Finding.at(file.lineSpan(1), "", "x");
    for (Severity severity : Severity.values()) {
      JsonNode result = result(Reports.of(file, Reports.diagnosis(severity, finding)));
      assertEquals(severity.level(), result.path("level").asText());
      assertTrue(result.path("rank").isMissingNode());
      assertTrue(result.path("properties").isMissingNode());
    }
  }

  @Test
  void namesFilesSoThatTheyAreFound() {
    assertEquals("a/b.v4", FilePaths.uri("./a//b.v4"));
    assertEquals("b.v4", FilePaths.uri("a/../b.v4"));
    assertEquals("../up/x.v4", FilePaths.uri("../up/x.v4"));
    assertEquals("a%20b%23c%25d%3Fe%3Af%5Cg.v4", FilePaths.uri("a b#c%d?e:f\\g.v4"));
    assertEquals("file:///etc/%E8%A7%84%E5%88%99.v4", FilePaths.uri("/etc/规则.v4"));
    assertEquals("%3F.v4", FilePaths.uri("\ud800.v4"));
    assertEquals("stdin", FilePaths.uri("-"));
    assertEquals("%SRCROOT%", uriBaseId("rules.v4"));
    assertEquals("", uriBaseId("/etc/rules.v4"));
  }

  private static String uriBaseId(String name) {
    return result(Reports.full(name))
        .at("/locations/0/physicalLocation/artifactLocation/uriBaseId")
        .asText();
  }

  @Test
  void everyIndexLeadsToItsArtifact() {
    SourceFile file = new SourceFile("a.v4", Reports.RULESET);
    SourceFile other = new SourceFile("base.v4", "*filter\n");
    Finding finding = Finding.at(file.lineSpan(1), "", "x").withNote(other.lineSpan(1), "there");
    JsonNode log = log(Reports.of(file, Reports.diagnosis(Severity.ERROR, finding)));
    JsonNode note =
        log.at("/runs/0/results/0/relatedLocations/0/physicalLocation/artifactLocation");
    assertEquals(1, note.path("index").asInt());
    assertEquals("base.v4", log.at("/runs/0/artifacts/1/location/uri").asText());
  }

  @Test
  void aRegionThatIsTheWholeFileHasNoContext() {
    SourceFile file = new SourceFile("a.v4", "-A X");
    JsonNode place =
        result(Reports.of(file, Reports.error(file.lineSpan(1), "x"))).at("/locations/0");
    assertEquals(5, place.at("/physicalLocation/region/endColumn").asInt());
    assertTrue(place.at("/physicalLocation/contextRegion").isMissingNode());
  }

  @Test
  void longTextsAreNotRepeated() {
    SourceFile file = new SourceFile("a.v4", "#" + "x".repeat(100_000) + "\nCOMMIT\n");
    String log = Reports.told(Format.SARIF, Reports.of(file, Reports.error(file.lineSpan(1), "x")));
    assertTrue(log.length() < 10_000, () -> "" + log.length());
  }

  @Test
  void longWaysAndManyNotesAreCut() {
    SourceFile file = new SourceFile("a.v4", "-A X\n".repeat(5000));
    List<Note> notes =
        IntStream.rangeClosed(1, 5000).mapToObj(i -> new Note(file.lineSpan(i), "n")).toList();
    List<Walk.Station> stations =
        IntStream.rangeClosed(1, 5000)
            .mapToObj(i -> Reports.station(file, "X", i, 0, i, "-j X"))
            .toList();
    Walk walk = new Walk(Map.of(), "DROP", stations, List.of());
    Finding finding = Finding.at(file.lineSpan(1), "", "[a](1000) [b](1001)").withNotes(notes);
    JsonNode result =
        result(
            Reports.of(
                file, new Diagnosis("shadowed-rule", Severity.ERROR, finding, Optional.of(walk))));
    assertEquals(1000, result.path("relatedLocations").size());
    assertEquals(1000, result.at("/codeFlows/0/threadFlows/0/locations").size());
    assertEquals(5000, result.at("/properties/hits").size());
    assertEquals("[a](1000) [b] (1001).", result.at("/message/text").asText());
  }

  @Test
  void ofTooManyResultsTheMostSevereAreKept() {
    SourceFile file = new SourceFile("a.v4", "-A X\n".repeat(10));
    List<Diagnosis> diagnoses = new ArrayList<>();
    Finding finding = Finding.at(file.lineSpan(1), "filter/X/1", "x");
    diagnoses.addAll(Collections.nCopies(25_000, Reports.diagnosis(Severity.NOTE, finding)));
    diagnoses.addAll(Collections.nCopies(2000, Reports.diagnosis(Severity.ERROR, finding)));
    JsonNode run = log(Reports.of(new Report.FileReport(file, diagnoses))).at("/runs/0");
    assertEquals(25_000, run.path("results").size());
    assertEquals("error", run.at("/results/24999/level").asText());
    assertEquals("note", run.at("/results/22999/level").asText());
    assertEquals(
        "This log holds the 25000 most severe findings; 2000 more were left out.",
        run.at("/invocations/0/toolExecutionNotifications/0/message/text").asText());
  }

  @Test
  void nothingActsOnATerminal() {
    String log = Reports.told(Format.SARIF, Reports.full("\u009b\u202e数.v4"));
    assertFalse(log.chars().anyMatch(c -> c > 0x7f || (c < ' ' && c != '\n')), log);
  }

  private static JsonNode result(Report report) {
    return log(report).at("/runs/0/results/0");
  }

  private static JsonNode log(Report report) {
    try {
      return JSON.readTree(Reports.told(Format.SARIF, report));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = SarifReporterTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
