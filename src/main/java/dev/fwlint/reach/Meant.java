package dev.fwlint.reach;

import dev.fwlint.model.Step;
import java.util.function.Predicate;

/**
 * What is let through on purpose.
 *
 * @param apart steps whose packets are not asked about
 * @param anyway steps that, without the foreign ones, let packets through in any case: what others
 *     let through before them is not asked about
 * @param foreign steps of somebody else's than of who means it
 */
public record Meant(Predicate<Step> apart, Predicate<Step> anyway, Predicate<Step> foreign) {
  /** Only what a step lets through itself. */
  public static Meant by(Predicate<Step> apart) {
    return new Meant(apart, step -> false, step -> false);
  }
}
