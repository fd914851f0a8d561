package dev.fwlint.reach;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fwlint.Linter;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.reach.Reach.Answer;
import dev.fwlint.reach.Reach.Cause;
import dev.fwlint.source.SourceFile;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Random rulesets, and every packet that they can tell apart: a step is dead for the engine exactly
 * when no packet hits it, whatever the unknowns are.
 */
class ReachAgreesWithBruteForceTest {
  /** More by hand: {@code -Drulesets=50000}. */
  private static final int RULESETS = Integer.getInteger("rulesets", 2000);

  private static final long SEED = Long.getLong("seed", 20_260_101L);

  /** Rulesets that tell more packets apart are left out. */
  private static final int MOST_PACKETS = 3_000;

  /** What must occur among the reasons, so that the rulesets are worth comparing. */
  private static final Set<String> REASONS =
      Set.of(
          "no caller",
          "contradiction",
          "DOES_NOT_MATCH Jump",
          "DOES_NOT_MATCH itself",
          "SENDS_AWAY Jump",
          "SENDS_AWAY Return",
          "TAKES Decide",
          "TAKES Rewrite",
          "TAKES policy",
          "asks Connection",
          "asks Icmp",
          "asks InSet",
          "asks InNetwork",
          "asks InRange",
          "asks Interface",
          "asks Mark",
          "asks EitherPort",
          "asks Port",
          "asks TcpFlags",
          "asks Ttl",
          "asks Unknown");

  private final Map<String, Integer> reasons = new TreeMap<>();
  private int compared;
  private int steps;
  private int dead;
  private int missed;
  private int tooLarge;

  @Test
  void deadIsWhatNoPacketHits() {
    for (int i = 0; i < RULESETS; i++) {
      compare(SEED + i);
    }
    System.out.printf(
        "%d rulesets (%d more too large), %d rules, %d dead, %d missed, seed %d: %s%n",
        compared, tooLarge, steps, dead, missed, SEED, reasons);
    assertTrue(reasons.keySet().containsAll(REASONS), () -> "not all reasons: " + reasons);
    assertTrue(missed <= dead / 200, () -> missed + " missed");
  }

  private void compare(long seed) {
    RandomRulesets random = new RandomRulesets(seed);
    String text = random.make();
    SourceFile source = new SourceFile("seed " + seed, text);
    Firewall firewall = Linter.load(source, Optional.of(random.family()), random.facts());
    assertTrue(firewall.problems().isEmpty(), () -> source.name() + firewall.problems() + text);
    World world = new World(firewall);
    if (!world.forEach(MOST_PACKETS, packet -> {})) {
      tooLarge++;

      return;
    }
    compared++;
    Set<Step> hit = hit(firewall, world);
    Reach reach = Reach.of(firewall);
    firewall
        .steps()
        .forEach(step -> {
          steps++;
          Answer answer = reach.hit(step);
          boolean isDead = answer instanceof Answer.Dead;
          String message = source.name() + " " + step.path() + " " + answer + "\n" + text;
          assertTrue(!isDead || !hit.contains(step), () -> "called dead, but is hit: " + message);
          if (answer instanceof Answer.Dead found) {
            dead++;
            boolean reached =
                CallGraph.of(firewall, firewall.tables().get(step.table())).reached(step.chain());
            reasons(step, found, reached).forEach(reason -> reasons.merge(reason, 1, Integer::sum));
          } else if (!hit.contains(step)) {
            missed++;
            assertTrue(random.leavesOpen(), () -> "dead, but not called so: " + message);
          }
        });
  }

  /** What keeps the packets away, and what was asked of them. */
  private static Set<String> reasons(Step step, Answer.Dead dead, boolean reached) {
    if (dead.causes().isEmpty()) {
      return Set.of(reached ? "contradiction" : "no caller");
    }
    Set<String> reasons = new TreeSet<>();
    step.conditions().forEach(asked -> reasons.add("asks " + asked.getClass().getSimpleName()));
    for (Cause cause : dead.causes()) {
      String by = cause.step().map(s -> s.action().getClass().getSimpleName()).orElse("policy");
      reasons.add(cause.kind() + " " + (cause.step().equals(Optional.of(step)) ? "itself" : by));
    }
    return reasons;
  }

  private static Set<Step> hit(Firewall firewall, World world) {
    long all = firewall.steps().count();
    Set<Step> hit = new HashSet<>();
    BruteForce force = new BruteForce(firewall, world, hit::add);
    world.forEach(
        MOST_PACKETS,
        packet -> {
          if (hit.size() < all) {
            force.send(packet);
          }
        });
    return hit;
  }
}
