package dev.fwlint.reach;

import dev.fwlint.model.Step;
import dev.fwlint.packets.Product;
import java.util.Set;

/**
 * First packets of connections that meet the same fate.
 *
 * @param packets as they set out
 * @param translators the steps that may give them their destination; none where they keep it
 * @param doubts the steps whose matches decide and are not known
 */
record Piece(Course course, Product packets, Fate fate, Set<Op> translators, Set<Step> doubts) {
  Piece {
    translators = Set.copyOf(translators);
    doubts = Set.copyOf(doubts);
  }

  /** Those of them that are asked about. */
  Piece among(Product asked) {
    return new Piece(course, packets.intersect(asked), fate, translators, doubts);
  }

  /** What becomes of a packet on the way that is asked about. */
  enum Fate {
    PASSES,
    STOPS,
    /** It hangs on what is not known. */
    EITHER,
    /** There is no such packet. */
    NONE
  }
}
