package dev.fwlint.trace;

import dev.fwlint.model.Chain;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The chains that wait for a packet to come back. The same ones are the same object, so that they
 * are compared at once, however many they are.
 */
final class Callers {
  private final Optional<Callers> outer;
  private final Optional<Place> last;
  private final int depth;
  private final Map<Place, Callers> inner = new HashMap<>();

  /**
   * Where to go on: the step at {@code next} of a chain, from 0.
   *
   * @param active how many chains have been entered and not been returned from
   */
  record Place(Chain chain, int next, int active) {
    /** Two chains that are alike are in tables of their own. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Place place
          && chain == place.chain
          && next == place.next
          && active == place.active;
    }

    @Override
    public int hashCode() {
      return 31 * System.identityHashCode(chain) + next;
    }
  }

  /** None. */
  Callers() {
    this(Optional.empty(), Optional.empty(), 0);
  }

  private Callers(Optional<Callers> outer, Optional<Place> last, int depth) {
    this.outer = outer;
    this.last = last;
    this.depth = depth;
  }

  int depth() {
    return depth;
  }

  /** The place that the packet comes back to first. */
  Optional<Place> last() {
    return last;
  }

  /** These without the last; none where there is none. */
  Callers outer() {
    return outer.orElse(this);
  }

  /** These, and another that is come back to first. */
  Callers with(Place place) {
    return inner.computeIfAbsent(
        place, last -> new Callers(Optional.of(this), Optional.of(last), depth + 1));
  }
}
