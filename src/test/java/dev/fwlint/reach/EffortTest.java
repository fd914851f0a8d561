package dev.fwlint.reach;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EffortTest {
  @Test
  void looksEndSoonerForFewerSteps() {
    assertTrue(looks(10) < looks(1_000));
    assertTrue(looks(1_000) < 10_000);
  }

  private static int looks(long steps) {
    Effort effort = new Effort(steps);
    int looks = 0;
    while (effort.allowsLook()) {
      looks++;
    }
    return looks;
  }

  @Test
  void productsAreComparedUntilItIsTooMuch() {
    Effort effort = new Effort(1);
    assertTrue(effort.allows(2_000));
    assertTrue(effort.wasEnough());
    assertFalse(effort.allows(7_000));
    assertTrue(effort.allows(2_000), "what is left is for smaller ones");
    assertFalse(effort.wasEnough());
  }
}
