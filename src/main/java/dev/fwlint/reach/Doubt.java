package dev.fwlint.reach;

import dev.fwlint.reach.Demand.Takes;
import java.util.Optional;

/** How a step is taken that may pass a packet by or not. */
interface Doubt {
  /** As helps the packet along. */
  Doubt HELPS = op -> Takes.MAYBE;

  /** It takes no packet. */
  Doubt PASSES_BY = op -> Takes.NO;

  /** Whether it takes the packet at hand; MAYBE for what is best for the packet. */
  Takes settle(Op op);

  /** The packets that are asked about, where each answer is given one by one. */
  default Optional<Horizon> horizon() {
    return Optional.empty();
  }

  /** Whether a packet's way is at its end where such a step takes it. */
  default boolean endsAt(Op op) {
    return false;
  }
}
