package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.PacketSet;
import dev.fwlint.packets.Product;
import dev.fwlint.reach.Opening.Sent;
import dev.fwlint.reach.Opening.Target;
import dev.fwlint.reach.Piece.Fate;
import java.util.List;
import java.util.Set;

/**
 * A part of a piece: what is sent to the host's own addresses, or to others.
 *
 * @param packets as they set out
 * @param shown of them, what a person sees of a first packet
 * @param hidden whether the fate hangs on more than that
 */
record Strip(
    int number,
    Course course,
    Fate fate,
    Product packets,
    Product shown,
    Key key,
    boolean local,
    boolean hidden,
    List<String> doubts) {
  /**
   * What strips that are told together have in common.
   *
   * @param moved whether the destination's address is another one afterwards
   */
  record Key(Sent sent, Set<Target> targets, boolean moved) {}

  /** Which of the sources behind a segment. */
  enum Share {
    NONE,
    SOME,
    ALL
  }

  IntervalSet in() {
    return packets.set(IN);
  }

  /** By what they may leave, whether they are sent elsewhere on their way or not. */
  IntervalSet out() {
    IntervalSet out = leaves(key.moved());
    return fate == Fate.STOPS ? out.union(leaves(true)) : out;
  }

  /** By what they leave; of those that are stopped, if they were sent elsewhere or not. */
  IntervalSet leaves(boolean moved) {
    return packets.set(course.leaves(moved));
  }

  Share sources(Territory territory, Segment from) {
    boolean all = shown.fields().noneMatch(field -> field == SOURCE_HIGH || field == SOURCE);
    if (all) {
      return Share.ALL;
    }
    PacketSet behind =
        from.equals(Segment.HOST) ? territory.ofHost(SOURCE_HIGH) : territory.of(from, SOURCE_HIGH);
    return share(shown, SOURCE_HIGH, behind);
  }

  /** How much of some addresses packets have. */
  static Share share(Product packets, int high, PacketSet behind) {
    Product only =
        Product.all(packets.space())
            .with(high, packets.set(high))
            .with(high + 1, packets.set(high + 1));
    boolean all = true;
    boolean some = false;
    for (Product one : behind.products()) {
      all &= only.containsAll(one);
      some |= only.overlaps(one);
    }
    return some ? all ? Share.ALL : Share.SOME : Share.NONE;
  }
}
