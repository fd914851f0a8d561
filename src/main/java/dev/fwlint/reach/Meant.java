package dev.fwlint.reach;

import dev.fwlint.model.Step;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What is let through on purpose.
 *
 * @param apart steps whose packets are not asked about
 * @param anyway steps that, without the foreign ones, let packets through in any case: what others
 *     let through before them is not asked about
 * @param foreign steps of somebody else's than of who means it
 * @param undecided expressions of unknown conditions: what gets through does whether they hold or
 *     not
 */
public record Meant(
    Predicate<Step> apart, Predicate<Step> anyway, Predicate<Step> foreign, Set<String> undecided) {
  public Meant {
    undecided = Set.copyOf(undecided);
  }

  /** Only what a step lets through itself. */
  public static Meant by(Predicate<Step> apart, Set<String> undecided) {
    return new Meant(apart, step -> false, step -> false, undecided);
  }

  public static Meant by(Predicate<Step> apart) {
    return by(apart, Set.of());
  }
}
