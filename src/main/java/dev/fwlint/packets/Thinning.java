package dev.fwlint.packets;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Leaves out the takers of a cover that its others make needless, the smallest first. */
final class Thinning {
  private Thinning() {}

  /** Those of {@code cover} that are needed; once the looks are used up, what is left stays. */
  static List<Integer> of(List<Integer> cover, PacketSet wanted, Product[] takers, int looks) {
    int[] kept = cover.stream().mapToInt(taker -> taker).toArray();
    int looksLeft = cover.size() < 2 ? -1 : looks;
    for (int taker : smallestFirst(cover, wanted, takers)) {
      if (looksLeft < 0) {
        break;
      }
      int[] others = Arrays.stream(kept).filter(other -> other != taker).toArray();
      Covering covering = new Covering(takers, Preferences.NONE, looksLeft);
      Cover without = covering.of(wanted.intersect(takers[taker]).products(), others);
      kept = without instanceof Cover.Covered ? others : kept;
      looksLeft = covering.looksLeft();
    }
    return Arrays.stream(kept).boxed().toList();
  }

  private static int[] smallestFirst(List<Integer> cover, PacketSet wanted, Product[] takers) {
    return cover.stream()
        .sorted(Comparator.comparingDouble(taker -> share(takers[taker], wanted)))
        .mapToInt(taker -> taker)
        .toArray();
  }

  private static double share(Product taker, PacketSet wanted) {
    return wanted.products().stream().mapToDouble(taker::share).sum();
  }
}
