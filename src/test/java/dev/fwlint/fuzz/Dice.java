package dev.fwlint.fuzz;

import java.util.List;
import java.util.Random;

/** Chooses, of what there is. */
record Dice(Random random, Material material) {
  /** From 0 up to, and without, a bound; 0 where there is no choice. */
  int below(int bound) {
    return bound <= 1 ? 0 : random.nextInt(bound);
  }

  boolean onceIn(int times) {
    return random.nextInt(times) == 0;
  }

  <T> T one(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  /** A small number more often than a large one. */
  int about(int most) {
    return 1 + below(1 + below(most));
  }

  String word() {
    return one(material.words());
  }

  String line() {
    return one(material.lines());
  }
}
