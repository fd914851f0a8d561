package dev.fwlint.packets;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What comes of looking for a point with takers that show only when they are asked for. */
public sealed interface Search {
  /** A point that no taker holds. */
  record Found(Point point) implements Search {}

  /** There is none: these takers, in the order they were given, hold all that was wanted. */
  record Exhausted(List<Product> takers) implements Search {
    public Exhausted {
      takers = List.copyOf(takers);
    }
  }

  /** It was worth no more asking: a point that no taker given so far holds is in what is left. */
  record GivenUp(PacketSet left) implements Search {}

  /**
   * Picks a point, asks for a product that holds it, and goes on with what that leaves.
   *
   * @param taker a product that holds the point, or nothing if the point is what is looked for
   * @param budget how many points may be picked
   * @throws IllegalStateException if the taker does not hold the point
   */
  static Search in(
      PacketSet wanted,
      Preferences preferences,
      Function<Point, Optional<Product>> taker,
      int budget) {
    Deque<Product> left = new ArrayDeque<>(wanted.products());
    List<Product> taken = new ArrayList<>();
    for (int picked = 0; !left.isEmpty(); picked++) {
      if (picked == budget) {
        return new GivenUp(PacketSet.union(wanted.space(), left));
      }
      Product piece = left.pop();
      Point point = piece.pick(preferences);
      Optional<Product> known = taken.stream().filter(p -> p.contains(point)).findFirst();
      Optional<Product> holds = known.or(() -> taker.apply(point));
      if (holds.isEmpty()) {
        return new Found(point);
      }
      if (known.isEmpty()) {
        taken.add(checked(holds.get(), point));
      }
      piece.subtract(holds.get()).reversed().forEach(left::push);
    }
    return new Exhausted(taken);
  }

  private static Product checked(Product taker, Point point) {
    if (!taker.contains(point)) {
      throw new IllegalStateException(taker + " does not hold " + point);
    }
    return taker;
  }
}
