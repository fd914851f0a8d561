package dev.fwlint.kernel;

import dev.fwlint.kernel.Counters.Place;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;

/** What came of sending a packet. */
sealed interface Outcome {
  /** The lab cannot make such a packet, or not in that state. */
  record NotStaged(String why) implements Outcome {}

  /**
   * What the kernel did.
   *
   * @param hits the rules that counted the packet, and how often
   * @param policy the built-in chains whose policy counted it, and how often
   */
  record Observation(SortedMap<Place, Long> hits, SortedMap<Place, Long> policy, Fate fate)
      implements Outcome {
    public Observation {
      hits = Collections.unmodifiableSortedMap(hits);
      policy = Collections.unmodifiableSortedMap(policy);
    }
  }

  /** Where the packet ended. */
  sealed interface Fate {
    /** It left by an interface. */
    record Left(String out, Endpoints as) implements Fate {}

    /** A program of this host would have got it; {@code as} is not known for IPv6. */
    record Delivered(Optional<Endpoints> as) implements Fate {}

    /** A REJECT took it. */
    record Rejected() implements Fate {}

    /** Neither of all that. */
    record Vanished() implements Fate {}
  }
}
