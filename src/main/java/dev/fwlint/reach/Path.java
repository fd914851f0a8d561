package dev.fwlint.reach;

import dev.fwlint.packets.Product;
import dev.fwlint.packets.Space;
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

  /** What the steps of the path ask, taken together, as if no rule changed a packet. */
  Product likely(Space space) {
    Product result = asked.upperBound(Product.all(space));
    for (Site site : sites) {
      result = site.op().demand().upperBound(result);
    }
    return result;
  }
}
