package dev.fwlint.report;

import com.contrastsecurity.sarif.Location;
import com.contrastsecurity.sarif.Message;
import com.contrastsecurity.sarif.PartialFingerprints;
import com.contrastsecurity.sarif.PropertyBag;
import com.contrastsecurity.sarif.Result;
import dev.fwlint.catalog.Catalog;
import dev.fwlint.finding.Diagnosis;
import dev.fwlint.finding.Finding;
import dev.fwlint.finding.Walk;
import dev.fwlint.source.SourceFile;
import dev.fwlint.source.Span;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Findings as SARIF's results. */
final class SarifResults {
  /** How many locations of a result code scanning takes. */
  private static final int MOST_LOCATIONS = 1000;

  private final SarifPlaces places;
  private final SarifCodeFlow codeFlow;
  private final Map<String, Integer> ruleIndices = new HashMap<>();
  private final IdentityHashMap<SourceFile, List<String>> lineHashes = new IdentityHashMap<>();

  SarifResults(Catalog catalog, SarifPlaces places) {
    this.places = places;
    this.codeFlow = new SarifCodeFlow(places);
    for (int i = 0; i < catalog.pages().size(); i++) {
      ruleIndices.put(catalog.pages().get(i).id(), i);
    }
  }

  Result result(Diagnosis diagnosis, String fingerprint) {
    Finding finding = diagnosis.finding();
    Set<Location> notes = notes(finding);
    String message = SarifTool.sentence(LinkedText.sarif(finding.message(), notes.size()));
    Result result =
        new Result()
            .withRuleId(diagnosis.rule())
            .withLevel(Result.Level.fromValue(diagnosis.severity().level()))
            .withMessage(new Message().withText(message))
            .withLocations(List.of(places.primary(finding.at(), finding.subject())))
            .withPartialFingerprints(fingerprints(finding.at(), fingerprint));
    if (diagnosis.walk().isPresent() || !finding.properties().isEmpty()) {
      result.setProperties(properties(diagnosis));
    }
    if (ruleIndices.containsKey(diagnosis.rule())) {
      result.setRuleIndex(ruleIndices.get(diagnosis.rule()));
    }
    if (!notes.isEmpty()) {
      result.setRelatedLocations(notes);
    }
    diagnosis.walk().flatMap(codeFlow::of).ifPresent(flow -> result.setCodeFlows(List.of(flow)));
    return result;
  }

  private Set<Location> notes(Finding finding) {
    Set<Location> locations = new LinkedHashSet<>();
    for (int i = 0; i < Math.min(finding.notes().size(), MOST_LOCATIONS); i++) {
      locations.add(places.note(i + 1, finding.notes().get(i)));
    }
    return locations;
  }

  private PartialFingerprints fingerprints(Span at, String fingerprint) {
    List<String> hashes = lineHashes.computeIfAbsent(at.file(), file -> LineHashes.of(file.text()));
    return new PartialFingerprints()
        .withAdditionalProperty("primaryLocationLineHash", hashes.get(at.line() - 1))
        .withAdditionalProperty(FindingFingerprints.NAME, fingerprint);
  }

  private static PropertyBag properties(Diagnosis diagnosis) {
    PropertyBag bag = new PropertyBag();
    diagnosis.finding().properties().forEach(bag::setAdditionalProperty);
    diagnosis.walk().ifPresent(walk -> addWalk(bag, walk));
    return bag;
  }

  private static void addWalk(PropertyBag bag, Walk walk) {
    bag.setAdditionalProperty("packet", walk.packet());
    bag.setAdditionalProperty("verdict", walk.verdict());
    bag.setAdditionalProperty("hits", WalkFacts.hits(walk));
    bag.setAdditionalProperty("policy", WalkFacts.policy(walk));
    if (!walk.assuming().isEmpty()) {
      bag.setAdditionalProperty("assuming", walk.assuming());
    }
  }
}
