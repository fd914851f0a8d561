package dev.fwlint.packets;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Whether some products, the takers, together hold all that is wanted. */
public sealed interface Cover {
  /**
   * They do.
   *
   * @param takers the indices, in ascending order, of takers that suffice: few, and none that the
   *     others make needless, as far as that is cheap to know
   */
  record Covered(List<Integer> takers) implements Cover {
    public Covered {
      takers = List.copyOf(takers);
    }
  }

  /** They do not: a point of what is wanted that no taker holds. */
  record Open(Point outside) implements Cover {}

  /** More pieces, and then more nodes of a decision diagram, than are worth the memory. */
  record Undecided() implements Cover {}

  static Cover of(Product wanted, List<Product> takers, Preferences preferences) {
    return of(PacketSet.of(wanted), takers, preferences);
  }

  /** Takers that do not overlap what is wanted cost next to nothing. */
  static Cover of(PacketSet wanted, List<Product> takers, Preferences preferences) {
    return of(wanted, takers, preferences, Effort.USUAL);
  }

  /** With a bound of its own on what it may cost. */
  static Cover of(PacketSet wanted, List<Product> takers, Preferences preferences, Effort effort) {
    int[] near =
        IntStream.range(0, takers.size()).filter(i -> wanted.overlaps(takers.get(i))).toArray();
    Product[] some = Arrays.stream(near).mapToObj(takers::get).toArray(Product[]::new);
    return switch (decide(wanted, some, preferences, effort)) {
      case Covered(List<Integer> used) -> new Covered(used.stream().map(i -> near[i]).toList());
      case Cover other -> other;
    };
  }

  private static Cover decide(
      PacketSet wanted, Product[] takers, Preferences preferences, Effort effort) {
    Covering covering = new Covering(takers, preferences, effort.looks());
    return switch (covering.of(wanted.products())) {
      case Covered(List<Integer> used) ->
          new Covered(Thinning.of(used, wanted, takers, effort.looks()));
      case Open open -> open;
      case Undecided _ -> new DiagramCover(wanted, takers, effort.nodes()).of(preferences);
    };
  }
}
