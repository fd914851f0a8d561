package dev.fwlint.reach;

import dev.fwlint.model.Condition;
import dev.fwlint.model.Step;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What steps remember of the packets that they are asked about, so that asking them of more
 * packets, or of fewer, changes what becomes of others.
 */
final class Memory {
  /** Whose memory is a rule's own: with the rule, all that it decides is gone. */
  private static final Set<String> OWN = Set.of("limit", "statistic", "quota");

  private static final Set<String> SHARED = Set.of("recent", "hashlimit", "connlimit", "nfacct");

  private Memory() {}

  /** Whether others see what it remembers. */
  static boolean isShared(Step step) {
    return modules(step).stream().anyMatch(SHARED::contains)
        || step.conditions().stream().anyMatch(Memory::marks);
  }

  /** The conditions of a step that are asked before it remembers; nothing where it never does. */
  static Optional<List<Condition>> before(Step step) {
    List<Condition> conditions = step.conditions();
    if (modules(step).stream().noneMatch(m -> SHARED.contains(m) || OWN.contains(m))
        && conditions.stream().noneMatch(Memory::marks)) {
      return Optional.empty();
    }
    return Optional.of(conditions.stream().takeWhile(c -> !remembers(c)).toList());
  }

  /** {@code recent --set} holds of every packet. */
  private static boolean remembers(Condition condition) {
    return condition instanceof Condition.Always
        || condition instanceof Condition.Unknown asked
            && (SHARED.contains(asked.module()) || OWN.contains(asked.module()))
        || marks(condition);
  }

  /** Matches that change the packet or its connection. */
  private static boolean marks(Condition condition) {
    return condition instanceof Condition.Unknown asked
        && (asked.module().equals("connlabel") && asked.expression().contains("--set")
            || asked.module().equals("socket") && asked.expression().contains("--restore-skmark"));
  }

  private static List<String> modules(Step step) {
    return step.origin().operation().added().stream()
        .flatMap(spec -> spec.matches().stream())
        .map(match -> match.module())
        .toList();
  }
}
