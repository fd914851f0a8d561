package dev.fwlint.report;

import com.contrastsecurity.sarif.ArtifactContent;
import com.contrastsecurity.sarif.ArtifactLocation;
import com.contrastsecurity.sarif.Location;
import com.contrastsecurity.sarif.LogicalLocation;
import com.contrastsecurity.sarif.Message;
import com.contrastsecurity.sarif.PhysicalLocation;
import com.contrastsecurity.sarif.Region;
import dev.fwlint.finding.Diagnosis;
import dev.fwlint.finding.Note;
import dev.fwlint.finding.Walk;
import dev.fwlint.source.SourceFile;
import dev.fwlint.source.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Places in files and rulesets as SARIF writes them. */
final class SarifPlaces {
  static final String ROOT = "%SRCROOT%";

  private static final Pattern RULE = Pattern.compile(".*/\\d+", Pattern.DOTALL);

  /** How many lines before and after a place are its context. */
  private static final int CONTEXT = 2;

  /** Longer texts are not repeated in the log. */
  private static final int LONGEST_SNIPPET = 4000;

  /** Every file that is pointed to, and its index among the run's artifacts. */
  private final Map<String, Integer> indices = new LinkedHashMap<>();

  private final Map<String, SourceFile> byName = new LinkedHashMap<>();

  private SarifPlaces() {}

  static SarifPlaces of(Report report) {
    SarifPlaces places = new SarifPlaces();
    report.files().forEach(file -> places.add(file.source()));
    report.files().forEach(file -> file.diagnoses().forEach(places::addOthers));
    return places;
  }

  private void addOthers(Diagnosis diagnosis) {
    add(diagnosis.finding().at().file());
    diagnosis.finding().notes().forEach(note -> add(note.at().file()));
    for (Walk.Station station : diagnosis.walk().map(Walk::stations).orElse(List.of())) {
      station.at().ifPresent(at -> add(at.file()));
    }
  }

  private void add(SourceFile file) {
    indices.putIfAbsent(file.name(), indices.size());
    byName.putIfAbsent(file.name(), file);
  }

  List<SourceFile> files() {
    return List.copyOf(byName.values());
  }

  ArtifactLocation artifact(SourceFile file) {
    ArtifactLocation location =
        new ArtifactLocation()
            .withUri(FilePaths.uri(file.name()))
            .withIndex(indices.getOrDefault(file.name(), -1));
    return FilePaths.isAbsolute(file.name()) ? location : location.withUriBaseId(ROOT);
  }

  /** The place of a finding, with its text and the lines around it. */
  Location primary(Span at, String subject) {
    PhysicalLocation place = physical(at, true);
    Span around = context(at);
    if (!around.equals(at)) {
      place.setContextRegion(withSnippet(region(around), around));
    }
    Location location = new Location().withPhysicalLocation(place);
    return subject.isEmpty() ? location : location.withLogicalLocations(logical(subject));
  }

  Location note(int id, Note note) {
    String text = SarifTool.sentence(Visible.of(LinkedText.unlinked(note.message())));
    return new Location()
        .withId(id)
        .withPhysicalLocation(physical(note.at(), true))
        .withMessage(new Message().withText(text));
  }

  Location station(Span at, Walk.Station station) {
    String told = "'" + LinkedText.unlinked(station.path() + ": " + station.does()) + "'";
    String text = Visible.of(told) + (station.open() ? ", if it matches." : ".");
    return new Location()
        .withPhysicalLocation(physical(at, false))
        .withLogicalLocations(logical(station.path()))
        .withMessage(new Message().withText(text));
  }

  private PhysicalLocation physical(Span at, boolean snippet) {
    Region region = region(at);
    return new PhysicalLocation()
        .withArtifactLocation(artifact(at.file()))
        .withRegion(snippet ? withSnippet(region, at) : region);
  }

  private static Region region(Span at) {
    return new Region()
        .withStartLine(at.line())
        .withStartColumn(at.column())
        .withEndLine(at.endLine())
        .withEndColumn(at.endColumn());
  }

  private static Region withSnippet(Region region, Span at) {
    boolean fits = at.end() - at.start() <= LONGEST_SNIPPET;
    return fits ? region.withSnippet(new ArtifactContent().withText(at.text())) : region;
  }

  private static Span context(Span at) {
    SourceFile file = at.file();
    int first = Math.max(1, at.line() - CONTEXT);
    int last = Math.max(at.endLine(), Math.min(file.lineCount(), at.endLine() + CONTEXT));
    return new Span(file, file.lineStart(first), file.lineEnd(last));
  }

  /** Chains are taken for functions, rules for their members. */
  private static Set<LogicalLocation> logical(String subject) {
    return Set.of(
        new LogicalLocation()
            .withName(subject.substring(subject.lastIndexOf('/') + 1))
            .withFullyQualifiedName(subject)
            .withKind(RULE.matcher(subject).matches() ? "member" : "function"));
  }
}
