package dev.fwlint.reach;

import dev.fwlint.packets.Product;
import java.util.List;
import java.util.Optional;

/**
 * Why a packet does not come where it is asked for.
 *
 * @param packets packets as they set out, this one among them, that all fail alike
 * @param cause the step that took or diverted it, or refused it on the way; nothing where a policy
 *     did
 * @param changers the steps before it that made them such
 */
record Failure(Product packets, Kind kind, Optional<Op> cause, List<Op> changers) {
  Failure {
    changers = List.copyOf(changers);
  }

  /** What happened. */
  enum Kind {
    /** A step or a policy decided about it. */
    TAKEN,
    /** It left a chain of the way too early. */
    LEFT,
    /** A step of the way, or the goal, does not match it. */
    MISMATCH
  }
}
