package dev.fwlint.reach;

import dev.fwlint.model.Firewall;
import java.lang.ref.WeakReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what was worked out last: several rules ask about the same firewall, one after the other.
 */
final class Latest<T> {
  private final Function<Firewall, T> work;
  private WeakReference<Firewall> firewall = new WeakReference<>(null);
  private @Nullable T result;

  Latest(Function<Firewall, T> work) {
    this.work = work;
  }

  synchronized T of(Firewall asked) {
    T known = firewall.get() == asked ? result : null;
    if (known == null) {
      known = work.apply(asked);
      firewall = new WeakReference<>(asked);
      result = known;
    }
    return known;
  }
}
