package dev.fwlint.rules;

import dev.fwlint.finding.Finding;
import java.util.List;

/** What a finding tells programs of packets from outside. */
final class Outside {
  /** In place of an interface's name. */
  static final String NAME = "outside";

  private Outside() {}

  /** That they get to a network, or should. */
  static Finding to(String bridge, Finding finding) {
    return finding.withProperty("from", NAME).withProperty("to", bridge);
  }

  /** That one cause lets them to several networks. */
  static Finding to(List<String> bridges, Finding finding) {
    return to(bridges.getFirst(), finding)
        .withProperty("pairs", bridges.stream().map(bridge -> List.of(NAME, bridge)).toList());
  }
}
