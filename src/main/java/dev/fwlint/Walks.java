package dev.fwlint;

import dev.fwlint.ast.Line;
import dev.fwlint.finding.Walk;
import dev.fwlint.finding.Walk.Station;
import dev.fwlint.model.Chain;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Packet;
import dev.fwlint.model.PacketFields;
import dev.fwlint.model.Step;
import dev.fwlint.trace.Trace;
import dev.fwlint.trace.Trace.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** From a trace to what is told of it. */
public final class Walks {
  private Walks() {}

  public static Walk of(Trace trace, Packet packet) {
    List<Station> stations = new ArrayList<>();
    List<String> assuming = new ArrayList<>();
    for (Event event : trace.events()) {
      stations.add(station(event));
      if (event instanceof Event.Open open) {
        assuming.add(assumption(open));
      }
    }
    return new Walk(PacketFields.fields(packet), trace.verdict().name(), stations, assuming);
  }

  private static Station station(Event event) {
    return switch (event) {
      case Event.Hit hit -> station(hit.step(), hit.depth(), false);
      case Event.Open open -> station(open.step(), open.depth(), true);
      case Event.Policy policy ->
          new Station(
              policy.table(),
              policy.chain(),
              0,
              0,
              "policy " + policy.policy(),
              false,
              policy.declared().flatMap(Chain::declared).map(Line::span));
    };
  }

  private static Station station(Step step, int depth, boolean open) {
    return new Station(
        step.table(),
        step.chain(),
        step.index(),
        depth,
        does(step.origin()),
        open,
        Optional.of(step.origin().span()));
  }

  /** The rule as written, from behind its chain. */
  private static String does(Line.Command origin) {
    return origin
        .span()
        .text()
        .strip()
        .replaceFirst("^(\\[[^]]*]\\s*)?(-A|--append)\\s+\\S+\\s*", "");
  }

  private static String assumption(Event.Open open) {
    List<String> asked =
        open.step().conditions().stream()
            .flatMap(condition ->
                switch (condition) {
                  case Condition.Unknown unknown -> Stream.of(unknown.expression());
                  case Condition.InSet set -> Stream.of(set.expression());
                  default -> Stream.empty();
                })
            .toList();
    String what = asked.isEmpty() ? "what the packet does not tell" : String.join(" and ", asked);
    return "%s: %s %s"
        .formatted(open.step().path(), what, open.taken() ? "holds" : "does not hold");
  }
}
