package dev.fwlint.rules;

import dev.fwlint.model.Action;
import dev.fwlint.model.Chain;
import dev.fwlint.model.Step;
import dev.fwlint.reach.Conditions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A RETURN that ends a chain for every packet, and the rules behind it.
 *
 * @param dead one a line: a rule for several addresses makes several steps
 * @param next the number of the first of them that would end the chain as well
 */
record DeadEnd(Step end, List<Step> dead, int next) {

  /** Nothing where a chain ends otherwise, or where its end is all that is left. */
  static Optional<DeadEnd> of(Chain chain) {
    return chain.steps().stream()
        .filter(Conditions::endsChain)
        .findFirst()
        .filter(end -> end.action() instanceof Action.Return)
        .map(end -> behind(end, chain.steps().subList(end.index(), chain.steps().size())));
  }

  private static DeadEnd behind(Step end, List<Step> steps) {
    Map<Integer, Step> byLine = new LinkedHashMap<>();
    steps.forEach(step -> byLine.putIfAbsent(step.origin().span().start(), step));
    int next =
        steps.stream()
            .filter(Conditions::endsChain)
            .mapToInt(Step::index)
            .findFirst()
            .orElse(Integer.MAX_VALUE);
    return new DeadEnd(end, List.copyOf(byLine.values()), next);
  }

  /** How to bring a rule to life on the host. */
  String help(Step rule, String program) {
    if (rule.conditions().isEmpty() && rule.action() instanceof Action.Return) {
      return "one RETURN is enough: %s -D %s %d".formatted(program, rule.chain(), rule.index());
    }
    String at = " " + end.chain() + " " + end.index();
    String insert = program + " -I" + at + Places.behindChain(rule);
    return rule.index() > next
        ? "put it before the RETURN: " + insert
        : "delete the RETURN, which brings the rules behind it to life: %s -D%s; "
                .formatted(program, at)
            + ("or put this one alone before it: " + insert);
  }
}
