package dev.fwlint.packets;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** How long it takes to find the dead rules of a long chain, with nothing but a naive filter. */
@Tag("bench")
class CoverBench {
  private static final Space SPACE =
      new Space(
          List.of(
              new Space.Field("src", 0xffff_ffffL),
              new Space.Field("dst", 0xffff_ffffL),
              new Space.Field("proto", 255),
              new Space.Field("sport", 65535),
              new Space.Field("dport", 65535)));

  private final Random random = new Random(1);

  @Test
  void everyProductAgainstAllEarlierOnes(TestReporter reporter) {
    for (int run = 0; run < 3; run++) {
      List<Product> products = new ArrayList<>();
      for (int i = 0; i < 10_000; i++) {
        products.add(product());
      }
      long start = System.nanoTime();
      int[] counts = new int[3];
      long takers = 0;
      long filtered = 0;
      for (int i = 0; i < products.size(); i++) {
        Product wanted = products.get(i);
        long before = System.nanoTime();
        IntervalSet src = wanted.set(0);
        List<Product> near =
            products.subList(0, i).stream().filter(p -> p.set(0).overlaps(src)).toList();
        filtered += System.nanoTime() - before;
        switch (Cover.of(wanted, near, Preferences.NONE)) {
          case Cover.Covered(List<Integer> some) -> {
            counts[0]++;
            takers += some.size();
          }
          case Cover.Open _ -> counts[1]++;
          case Cover.Undecided _ -> counts[2]++;
        }
      }
      long all = System.nanoTime() - start;
      reporter.publishEntry(
          "%d ms, of which %d ms filter; %d covered by %d takers, %d open, %d undecided"
              .formatted(
                  all / 1_000_000, filtered / 1_000_000, counts[0], takers, counts[1], counts[2]));
    }
  }

  private Product product() {
    Product product = Product.all(SPACE).with(0, prefix()).with(1, prefix());
    if (random.nextInt(10) > 0) {
      product = product.with(2, IntervalSet.of(random.nextBoolean() ? 6 : 17));
      product = random.nextInt(4) == 0 ? product.with(3, ports()) : product;
      product = random.nextInt(4) > 0 ? product.with(4, ports()) : product;
    }
    return product;
  }

  /** Few networks, so that products overlap. */
  private IntervalSet prefix() {
    int bits = 4 * (1 + random.nextInt(8));
    long base = 0;
    for (int bit = 0; bit < bits; bit += 4) {
      base = base << 4 | random.nextInt(4);
    }
    base <<= 32 - bits;
    return IntervalSet.of(base, base | (1L << 32 - bits) - 1);
  }

  private IntervalSet ports() {
    int from = random.nextInt(65536);
    return random.nextBoolean()
        ? IntervalSet.of(0, from)
        : IntervalSet.of(from, Math.min(65535, from + random.nextInt(20_000)));
  }
}
