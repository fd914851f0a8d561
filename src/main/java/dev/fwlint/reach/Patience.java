package dev.fwlint.reach;

/**
 * How much more is looked at for one ruleset before the rest is left alone. A few chains that each
 * jump to the next twice make more ways than anybody can follow; of rulesets that people write,
 * however large, each question takes a small part of what there is here for each step, and packets
 * on their way take nothing.
 */
final class Patience {
  private static final long LEAST = 500_000;
  private static final long FOR_EACH_STEP = 100;

  private long left;

  /**
   * @param steps how many steps the ruleset has
   */
  Patience(long steps) {
    left = LEAST + FOR_EACH_STEP * steps;
  }

  /** That so many more chains were entered beyond what is usual, or jumps looked at. */
  void spend(int more) {
    left -= more;
  }

  boolean isOver() {
    return left < 0;
  }
}
