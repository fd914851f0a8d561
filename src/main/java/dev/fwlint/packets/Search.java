package dev.fwlint.packets;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What comes of looking for a point with takers that show only when they are asked for. */
public sealed interface Search {
  /** So many takers are asked first whether they hold another point, too. */
  int LATELY = 64;

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
    return among(wanted, piece -> Optional.of(piece.pick(preferences)), taker, budget);
  }

  /**
   * The same with a choice of its own.
   *
   * @param pick a point of what it is given, or nothing where there is none that matters
   */
  static Search among(
      PacketSet wanted,
      Function<Product, Optional<Point>> pick,
      Function<Point, Optional<Product>> taker,
      int budget) {
    Deque<Product> left = new ArrayDeque<>(wanted.products());
    List<Product> taken = new ArrayList<>();
    for (int picked = 0; !left.isEmpty(); picked++) {
      if (picked == budget) {
        return new GivenUp(PacketSet.union(wanted.space(), left));
      }
      Product piece = left.pop();
      Optional<Point> point = pick.apply(piece);
      if (point.isEmpty()) {
        continue;
      }
      Optional<Product> known = lately(taken, point.get());
      Optional<Product> holds = known.or(() -> taker.apply(point.get()));
      if (holds.isEmpty()) {
        return new Found(point.get());
      }
      if (known.isEmpty()) {
        taken.add(checked(holds.get(), point.get()));
      }
      piece.subtract(holds.get()).reversed().forEach(left::push);
    }
    return new Exhausted(taken);
  }

  /** A taker that holds the point, among the last few: to ask all would be quadratic. */
  private static Optional<Product> lately(List<Product> taken, Point point) {
    List<Product> last = taken.subList(Math.max(0, taken.size() - LATELY), taken.size());
    return last.reversed().stream().filter(taker -> taker.contains(point)).findFirst();
  }

  private static Product checked(Product taker, Point point) {
    if (!taker.contains(point)) {
      throw new IllegalStateException(taker + " does not hold " + point);
    }
    return taker;
  }
}
