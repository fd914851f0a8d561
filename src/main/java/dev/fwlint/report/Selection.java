package dev.fwlint.report;

import dev.fwlint.finding.Severity;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses what a log has room for, the most severe findings first, and of a level the first ones;
 * what is chosen keeps its order.
 */
final class Selection {
  private final Map<Severity, Integer> room = new EnumMap<>(Severity.class);
  private final int dropped;

  Selection(Summary summary, int most) {
    int left = most;
    for (Severity severity : List.of(Severity.values()).reversed()) {
      int kept = Math.min(left, summary.count(severity));
      room.put(severity, kept);
      left -= kept;
    }
    this.dropped = summary.findings() - (most - left);
  }

  int dropped() {
    return dropped;
  }

  /** Whether the next finding, which has this level, is kept. */
  boolean keep(Severity severity) {
    return room.merge(severity, -1, Integer::sum) >= 0;
  }
}
