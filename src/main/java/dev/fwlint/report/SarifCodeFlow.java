package dev.fwlint.report;

import com.contrastsecurity.sarif.CodeFlow;
import com.contrastsecurity.sarif.Message;
import com.contrastsecurity.sarif.ThreadFlow;
import com.contrastsecurity.sarif.ThreadFlowLocation;
import dev.fwlint.finding.Walk;
import dev.fwlint.finding.Walk.Station;
import dev.fwlint.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A packet's way through the file, a location a station. */
final class SarifCodeFlow {
  /** Code scanning shows that many of a flow; of a longer way both ends are kept. */
  private static final int MOST_LOCATIONS = 1000;

  private final SarifPlaces places;

  SarifCodeFlow(SarifPlaces places) {
    this.places = places;
  }

  /** Nothing for a packet that meets no line of the file. */
  Optional<CodeFlow> of(Walk walk) {
    List<ThreadFlowLocation> locations = new ArrayList<>();
    for (Station station :
        ends(walk.stations().stream().filter(s -> s.at().isPresent()).toList())) {
      station.at().ifPresent(at -> locations.add(location(station, at)));
    }
    if (locations.isEmpty()) {
      return Optional.empty();
    }
    String story = PacketText.of(walk.packet()) + ": " + walk.verdict() + ".";
    Message message = new Message().withText(Visible.of(LinkedText.unlinked(story)));
    ThreadFlow flow = new ThreadFlow().withLocations(locations);
    return Optional.of(new CodeFlow().withMessage(message).withThreadFlows(List.of(flow)));
  }

  private ThreadFlowLocation location(Station station, Span at) {
    return new ThreadFlowLocation()
        .withLocation(places.station(at, station))
        .withNestingLevel(station.depth());
  }

  private static List<Station> ends(List<Station> stations) {
    if (stations.size() <= MOST_LOCATIONS) {
      return stations;
    }
    List<Station> kept = new ArrayList<>(stations.subList(0, MOST_LOCATIONS / 2));
    kept.addAll(stations.subList(stations.size() - MOST_LOCATIONS / 2, stations.size()));
    return kept;
  }
}
