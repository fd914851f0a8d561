package dev.fwlint.reach;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fwlint.Linter;
import dev.fwlint.model.Firewall;
import dev.fwlint.reach.Reach.Answer;
import dev.fwlint.source.SourceFile;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Random rulesets: a step is dead for the engine exactly when no set of packets comes to it. */
class ReachAgreesWithDiagramsTest {
  /** More by hand: {@code -Drulesets=50000}. */
  private static final int RULESETS = Integer.getInteger("rulesets", 2000);

  private static final long SEED = Long.getLong("seed", 20_260_201L);

  private int steps;
  private int dead;
  private int missed;

  @Test
  void deadIsWhatNoSetOfPacketsComesTo() {
    for (int i = 0; i < RULESETS; i++) {
      compare(SEED + i);
    }
    System.out.printf(
        "%d rulesets, %d rules, %d dead, %d missed, seed %d%n",
        RULESETS, steps, dead, missed, SEED);
    assertTrue(missed <= dead / 200, () -> missed + " missed");
  }

  private void compare(long seed) {
    RandomRulesets random = new RandomRulesets(seed);
    String text = random.make();
    SourceFile source = new SourceFile("seed " + seed, text);
    Firewall firewall = Linter.load(source, Optional.of(random.family()), random.facts());
    FullComputation.Found found = FullComputation.in(firewall, Integer.MAX_VALUE);
    Reach reach = Reach.of(firewall);
    firewall
        .steps()
        .forEach(step -> {
          steps++;
          String message = source.name() + " " + step.path() + "\n" + text;
          boolean isDead = reach.hit(step) instanceof Answer.Dead;
          agree(isDead, found.hit().contains(step), random, message);
          if (isDead) {
            dead++;
            boolean unreached = reach.arrive(step) instanceof Answer.Dead;
            agree(unreached, found.reached().contains(step), random, "arrives: " + message);
          }
        });
  }

  private void agree(boolean isDead, boolean hit, RandomRulesets random, String message) {
    assertTrue(!isDead || !hit, () -> "called dead, but is hit: " + message);
    if (!isDead && !hit) {
      missed++;
      assertTrue(random.leavesOpen(), () -> "dead, but not called so: " + message);
    }
  }
}
