package dev.fwlint.reach;

/**
 * How much is still looked at for one matrix before the rest is left alone. The hosts that Docker
 * makes take two looks a step; what hangs on thousands of unknown conditions takes no end of them,
 * and makes thousands of products that have nothing in common: nobody could read those.
 */
final class Effort {
  private static final int LOOKS_LEAST = 3_000;
  private static final int LOOKS_EACH = 4;
  private static final long PAIRS = 10_000_000;

  private long looks;
  private long pairs = PAIRS;
  private boolean enough = true;

  /**
   * @param steps of the ruleset
   */
  Effort(long steps) {
    looks = LOOKS_LEAST + LOOKS_EACH * steps;
  }

  /** Whether one more packet may be looked at. */
  boolean allowsLook() {
    return --looks >= 0;
  }

  /** Whether so many products may be compared with each other; if so, they are taken to be. */
  boolean allows(long products) {
    long asked = products * products;
    boolean allowed = asked <= pairs;
    pairs -= allowed ? asked : 0;
    enough &= allowed;
    return allowed;
  }

  /** Whether all products could be compared. */
  boolean wasEnough() {
    return enough;
  }
}
