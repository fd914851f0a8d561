package dev.fwlint.report;

import dev.fwlint.finding.Walk;
import dev.fwlint.finding.Walk.Station;
import java.util.List;

/** What programs are told of a packet's way, in the form that a trace gives it. */
final class WalkFacts {
  private WalkFacts() {}

  /** Every rule that was surely hit, {@code [table, chain, index]}. */
  static List<List<Object>> hits(Walk walk) {
    return walk.stations().stream()
        .filter(station -> !station.isPolicy() && !station.open())
        .map(station -> List.<Object>of(station.table(), station.chain(), station.index()))
        .toList();
  }

  /** Every built-in chain that ended by its policy, {@code [table, chain]}. */
  static List<List<Object>> policy(Walk walk) {
    return walk.stations().stream()
        .filter(Station::isPolicy)
        .map(station -> List.<Object>of(station.table(), station.chain()))
        .toList();
  }
}
