package dev.fwlint.reach;

import dev.fwlint.model.Step;
import dev.fwlint.reach.Reach.Cause;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a packet is sent through as if it were not there.
 *
 * @param policies whether no policy drops
 */
record Without(Predicate<Step> steps, boolean policies) {
  static final Without NOTHING = new Without(step -> false, false);

  static Without step(Step step) {
    return new Without(step::equals, false);
  }

  static Without causes(Collection<Cause> causes) {
    Set<Step> steps = Collections.newSetFromMap(new IdentityHashMap<>());
    causes.forEach(cause -> cause.step().ifPresent(steps::add));
    boolean policies =
        causes.stream()
            .anyMatch(cause -> cause.kind() == Cause.Kind.TAKES && cause.step().isEmpty());
    return new Without(steps::contains, policies);
  }

  boolean step(Op op) {
    return steps.test(op.step());
  }
}
