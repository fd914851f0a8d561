package dev.fwlint.reach;

import dev.fwlint.model.Action;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Step;

/** What can be said of conditions without a packet. */
public final class Conditions {
  private Conditions() {}

  /**
   * Whether every packet of a hook that has both interfaces meets it: {@code -s 0.0.0.0/0}, a
   * comment, {@code -i +}.
   */
  public static boolean always(Condition condition) {
    return switch (condition) {
      case Condition.Always always -> always.holds();
      case Condition.InNetwork in -> in.network().bits() == 0 && !in.negated();
      case Condition.Interface by -> by.prefix() && by.name().isEmpty() && !by.negated();
      default -> false;
    };
  }

  /** Whether a step takes every packet that comes to it. */
  public static boolean unconditional(Step step) {
    return step.conditions().stream().allMatch(Conditions::always);
  }

  /**
   * Whether a step takes every packet that comes to it, and lets none go on to the next step of its
   * chain.
   */
  public static boolean endsChain(Step step) {
    return unconditional(step)
        && switch (step.action()) {
          case Action.Decide decided -> true;
          case Action.Return back -> true;
          case Action.Jump jump -> jump.goesTo();
          case Action.Rewrite rewritten -> true;
          case Action.Redirect redirected -> true;
          case Action.Masquerade masked -> true;
          case Action.Netmap mapped -> true;
          default -> false;
        };
  }
}
