package dev.fwlint.reach;

import dev.fwlint.model.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * That a new connection gets from one segment to another.
 *
 * @param packet its first packet's JSON
 * @param by the step that accepts it at FORWARD in the filter table; nothing where the policy does
 * @param jumps those that lead from FORWARD to the chain of that step
 * @param answered whether the answer gets back
 */
public record Crossing(
    Segment from,
    Segment to,
    Map<String, Object> packet,
    Optional<Step> by,
    List<Step> jumps,
    boolean answered) {
  public Crossing {
    jumps = List.copyOf(jumps);
  }
}
