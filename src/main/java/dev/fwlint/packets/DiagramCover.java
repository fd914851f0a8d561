package dev.fwlint.packets;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** A cover by decision diagram, for the few questions that come apart into too many pieces. */
final class DiagramCover {
  private final PacketSet wanted;
  private final Product[] takers;
  private final Bdd bdd;

  DiagramCover(PacketSet wanted, Product[] takers, int nodes) {
    this.wanted = wanted;
    this.takers = takers;
    bdd = new Bdd(wanted.space(), nodes);
  }

  Cover of(Preferences preferences) {
    try {
      return decide(preferences);
    } catch (TooManyNodes _) {
      return new Cover.Undecided();
    }
  }

  private int[] largestFirst() {
    Product all = Product.all(wanted.space());
    return IntStream.range(0, takers.length)
        .boxed()
        .sorted(Comparator.comparingDouble(taker -> -takers[taker].share(all)))
        .mapToInt(taker -> taker)
        .toArray();
  }

  private Cover decide(Preferences preferences) {
    int left = Bdd.NONE;
    for (Product product : wanted.products()) {
      left = bdd.or(left, bdd.of(product));
    }
    int[] used = new int[takers.length];
    int[] before = new int[takers.length];
    int count = 0;
    for (int taker : largestFirst()) {
      int next = bdd.diff(left, bdd.of(takers[taker]));
      if (next != left) {
        used[count] = taker;
        before[count++] = left;
        left = next;
      }
    }
    return left == Bdd.NONE
        ? new Cover.Covered(thin(used, before, count))
        : new Cover.Open(preferred(bdd.onePoint(left).orElseThrow(), preferences));
  }

  /** From the last back: a taker is needless if those after it hold all that it was given. */
  private List<Integer> thin(int[] used, int[] before, int count) {
    int kept = Bdd.NONE;
    IntStream.Builder needed = IntStream.builder();
    for (int i = count - 1; i >= 0; i--) {
      if (bdd.diff(before[i], kept) != Bdd.NONE) {
        needed.add(used[i]);
        kept = bdd.or(kept, bdd.of(takers[used[i]]));
      }
    }
    return needed.build().sorted().boxed().toList();
  }

  /** The point with preferred values as far as it stays outside every taker. */
  private Point preferred(Point outside, Preferences preferences) {
    Point best = outside;
    for (int field = 0; field < wanted.space().size(); field++) {
      for (long value : preferences.of(field)) {
        Point other = best.with(field, value);
        if (wanted.contains(other)
            && Arrays.stream(takers).noneMatch(taker -> taker.contains(other))) {
          best = other;
          break;
        }
      }
    }
    return best;
  }
}
