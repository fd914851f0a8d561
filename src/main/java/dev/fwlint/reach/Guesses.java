package dev.fwlint.reach;

import dev.fwlint.packets.PacketSet;
import dev.fwlint.packets.Point;
import dev.fwlint.packets.Preferences;
import dev.fwlint.packets.Product;
import dev.fwlint.reach.Program.Site;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tries packets that are likely to come through, without asking why one does not: most steps are
 * settled so, and a wrong guess costs little.
 */
final class Guesses {
  private final Program program;
  private final PacketSet possible;
  private final Preferences usual;
  private final Translations translations = new Translations();

  /** On each route, the packet that came through last: the next one is likely to be like it. */
  private final Map<Route, Point> packets = new IdentityHashMap<>();

  /** Into each chain, the path that a packet came by last. */
  private final Map<Code, Path> paths = new HashMap<>();

  Guesses(Program program, PacketSet possible, Preferences usual) {
    this.program = program;
    this.possible = possible;
    this.usual = usual;
  }

  /** That a packet came to the goal of a path. */
  void remember(Path path, Point packet) {
    packets.put(path.route(), packet);
    paths.put(path.goal().code(), path);
  }

  /** Whether a packet comes to a step by the path that one came to its chain by last. */
  boolean again(Site goal, Demand asked) {
    Path last = paths.get(goal.code());
    if (last == null) {
      return false;
    }
    Path path = new Path(last.route(), last.sites(), goal, asked);
    Product likely = path.likely(program.fields.space);
    return anyArrives(path, path.route().origins(likely));
  }

  /**
   * Whether a packet comes by a path.
   *
   * @param from where those come from that no rule changes
   * @param changes whether rules on the way may change what is asked
   */
  boolean arrives(Path path, Product likely, List<Product> from, boolean changes) {
    return anyArrives(path, from)
        || changes && anyArrives(path, translations.origins(path.route(), likely));
  }

  private boolean anyArrives(Path path, List<Product> origins) {
    Point like = packets.getOrDefault(path.route(), usual.first());
    for (Product origin : origins) {
      Point packet = origin.near(like, usual);
      if (possible.contains(packet) && new Run(program, path, packet).arrives()) {
        remember(path, packet);
        return true;
      }
    }
    return false;
  }
}
