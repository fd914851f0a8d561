package dev.fwlint.reach;

import dev.fwlint.ast.RuleSpec;
import dev.fwlint.ast.TargetUse;
import dev.fwlint.model.Action;
import dev.fwlint.model.Step;
import dev.fwlint.model.Verdict;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a step or a policy ends a packet's way through a table: equal ones do the same.
 *
 * @param how what the verdict leaves open: what REJECT answers, which queue
 */
record Decision(Verdict verdict, String how) {
  static Decision ofPolicy(Verdict policy) {
    return new Decision(policy, "");
  }

  /** Nothing for a step that does something else. */
  static Optional<Decision> of(Step step) {
    return step.action() instanceof Action.Decide decide
        ? Optional.of(new Decision(decide.verdict(), how(step, decide)))
        : Optional.empty();
  }

  private static String how(Step step, Action.Decide decide) {
    return switch (decide.verdict()) {
      case ACCEPT, DROP -> "";
      case REJECT -> decide.target();
      case QUEUE, UNKNOWN -> target(step).map(Decision::text).orElse(decide.target());
    };
  }

  private static Optional<TargetUse> target(Step step) {
    return step.origin().operation().added().flatMap(RuleSpec::target);
  }

  private static String text(TargetUse target) {
    return target.options().stream()
        .map(option -> " --" + option.name() + option.values())
        .sorted()
        .collect(Collectors.joining("", target.name().text(), ""));
  }
}
