package dev.fwlint.docker;

import dev.fwlint.model.Action;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Network;
import dev.fwlint.model.Step;
import dev.fwlint.model.Verdict;
import java.util.Optional;
import java.util.stream.Stream;

/** What single rules of Docker's look like. */
final class Shapes {
  private Shapes() {}

  /** The interface of {@code -i X}. */
  static Optional<String> in(Step step) {
    return interfaceName(step, true, false);
  }

  /** The interface of {@code -o X}. */
  static Optional<String> out(Step step) {
    return interfaceName(step, false, false);
  }

  /** The interface of {@code ! -i X}. */
  static Optional<String> notIn(Step step) {
    return interfaceName(step, true, true);
  }

  /** The interface of {@code ! -o X}. */
  static Optional<String> notOut(Step step) {
    return interfaceName(step, false, true);
  }

  private static Optional<String> interfaceName(Step step, boolean in, boolean negated) {
    return conditions(step, Condition.Interface.class)
        .filter(by -> by.in() == in && by.negated() == negated && !by.prefix())
        .map(Condition.Interface::name)
        .findFirst();
  }

  static Optional<Network> network(Step step, Condition.End end, boolean negated) {
    return conditions(step, Condition.InNetwork.class)
        .filter(in -> in.end() == end && in.negated() == negated)
        .map(Condition.InNetwork::network)
        .findFirst();
  }

  static <T extends Condition> Stream<T> conditions(Step step, Class<T> type) {
    return step.conditions().stream().filter(type::isInstance).map(type::cast);
  }

  static boolean jumpsTo(Step step, String chain) {
    return step.action() instanceof Action.Jump jump && jump.chain().equals(chain);
  }

  static boolean drops(Step step) {
    return step.action() instanceof Action.Decide decided && decided.verdict() == Verdict.DROP;
  }

  /** {@code -s NET ! -o BR -j MASQUERADE}, or SNAT. */
  static boolean hidesSource(Step step) {
    return step.action() instanceof Action.Masquerade
        || (step.action() instanceof Action.Rewrite to && to.end() == Condition.End.SOURCE);
  }
}
