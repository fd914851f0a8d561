package dev.fwlint.finding;

import dev.fwlint.source.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A packet's way through a ruleset, as a trace found it.
 *
 * @param packet the packet's JSON object
 * @param verdict as a trace writes it
 * @param stations every rule it hit and every policy it met, in order
 * @param assuming in words, what was assumed of each match that the packet does not decide
 */
public record Walk(
    Map<String, Object> packet, String verdict, List<Station> stations, List<String> assuming) {
  public Walk {
    stations = List.copyOf(stations);
    assuming = List.copyOf(assuming);
  }

  /**
   * A rule that was hit, or the policy that ended a built-in chain.
   *
   * @param index the rule's number in its chain, from 1; 0 for the chain's policy
   * @param depth how many jumps lead here
   * @param does what the rule does, {@code -j DOCKER-USER} or {@code policy ACCEPT}
   * @param open whether the packet leaves open if the rule takes it: it is met, and not surely hit
   * @param at the rule's line, or the chain's; nothing for a chain that the file does not declare
   */
  public record Station(
      String table,
      String chain,
      int index,
      int depth,
      String does,
      boolean open,
      Optional<Span> at) {
    public boolean isPolicy() {
      return index == 0;
    }

    /** As {@code filter/FORWARD/5}; of a policy, {@code filter/FORWARD}. */
    public String path() {
      return table + "/" + chain + (isPolicy() ? "" : "/" + index);
    }
  }
}
