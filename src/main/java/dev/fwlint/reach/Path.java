package dev.fwlint.reach;

import dev.fwlint.reach.Program.Site;
import java.util.List;

/**
 * A way through the chains of one table to a step: the jumps that lead to its chain, from a
 * built-in chain on.
 *
 * @param asked what the goal asks of a packet; nothing where it is asked who comes there at all
 */
record Path(Route route, List<Site> sites, Site goal, Demand asked) {
  Path {
    sites = List.copyOf(sites);
  }
}
