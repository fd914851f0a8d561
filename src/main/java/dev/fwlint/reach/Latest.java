package dev.fwlint.reach;

import dev.fwlint.model.Firewall;
import java.lang.ref.WeakReference;
import java.util.Optional;
import java.util.function.Function;

/**
 * Remembers what was made of the firewall asked about last: several rules ask about the same one,
 * one after the other.
 */
public final class Latest<T> {
  private final Function<Firewall, T> make;
  private Optional<Made<T>> made = Optional.empty();

  private record Made<T>(WeakReference<Firewall> firewall, T what) {}

  public Latest(Function<Firewall, T> make) {
    this.make = make;
  }

  public synchronized T of(Firewall firewall) {
    Optional<T> known = made.filter(last -> last.firewall().get() == firewall).map(Made::what);
    if (known.isPresent()) {
      return known.get();
    }
    T what = make.apply(firewall);
    made = Optional.of(new Made<>(new WeakReference<>(firewall), what));
    return what;
  }
}
