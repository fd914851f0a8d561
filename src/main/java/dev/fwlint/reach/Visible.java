package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.PacketSet;
import dev.fwlint.packets.Product;
import dev.fwlint.packets.Space;
import dev.fwlint.reach.Program.Site;
import java.util.List;

/**
 * What a step can see of packets where it stands, before anything else is asked: its hook and its
 * table decide.
 */
final class Visible {
  private final Program program;
  private final Paths paths;
  private final PacketSet possible;

  Visible(Program program, Paths paths, PacketSet possible) {
    this.program = program;
    this.paths = paths;
    this.possible = possible;
  }

  /**
   * Whether nothing of what a step asks is there, on whatever way a packet comes; false where no
   * way leads there.
   */
  boolean isEmpty(Site site) {
    List<Clause> clauses = site.op().demand().clauses();
    Space space = program.fields.space;
    PacketSet asked = PacketSet.all(space);
    for (Clause clause : clauses) {
      asked = asked.intersect(packets(clause, space));
      if (asked.isEmpty()) {
        return true;
      }
    }
    PacketSet rest = asked;
    boolean[] found = new boolean[2];
    boolean all =
        paths.offer(
            site,
            Demand.NOTHING,
            path -> {
              found[0] = true;
              found[1] |= isSeen(rest, path);
              return found[1];
            });
    return all && found[0] && !found[1];
  }

  private static PacketSet packets(Clause clause, Space space) {
    List<Product> boxes =
        clause.boxes().stream().map(box -> Clause.inside(box, Product.all(space))).toList();
    PacketSet inside = PacketSet.union(space, boxes);
    return clause.negated() ? PacketSet.all(space).subtract(inside) : inside;
  }

  /**
   * Whether some of the packets can be there if no rule changes them; marks and what raw untracks
   * are left open.
   */
  private boolean isSeen(PacketSet packets, Path path) {
    Leg leg = path.route().last();
    PacketSet here = packets;
    if (leg.onlyNew()) {
      for (Clause clause : Legs.startsConnection(program.fields)) {
        here = here.intersect(packets(clause, program.fields.space));
      }
    }
    boolean rawChangesState = leg.table().equals("raw") && program.changes("raw").get(STATE);
    Space space = program.fields.space;
    for (Product product : here.products()) {
      Product free = product;
      for (int field : new int[] {MARK, CONNECTION_MARK, TTL, DESTINATION_TRANSLATED}) {
        free = free.without(field);
      }
      if (rawChangesState || !leg.table().equals("raw") && program.changes("raw").get(STATE)) {
        IntervalSet states = free.set(STATE);
        free = states.isAll(space.greatest(STATE)) ? free : free.without(STATE);
      }
      if (path.route().origins(free).stream().anyMatch(o -> !possible.intersect(o).isEmpty())) {
        return true;
      }
    }
    return false;
  }
}
