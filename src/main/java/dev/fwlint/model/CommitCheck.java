package dev.fwlint.model;

import dev.fwlint.ast.Family;
import dev.fwlint.ast.Line;
import dev.fwlint.ast.Operation;
import dev.fwlint.ast.Problem;
import dev.fwlint.ast.Problem.Kind;
import dev.fwlint.ast.RuleSpec;
import dev.fwlint.extension.HookPoint;
import dev.fwlint.extension.Legality;
import dev.fwlint.extension.Quoted;
import dev.fwlint.source.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the kernel refuses when a table is committed: loops that a built-in chain leads to, and rules that stand where
 * their match or target must not, however they are reached.
 */
final class CommitCheck {
  private final Table table;
  private final Family family;
  private final Reaching reaching;
  private final List<Problem> problems = new ArrayList<>();
  private final Set<Line.Command> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  CommitCheck(Table table, Family family) {
    this.table = table;
    this.family = family;
    this.reaching = Reaching.of(table);
  }

  List<Problem> problems() {
    reaching.loops().forEach(jump -> problems.add(loop(jump)));
    for (Chain chain : table.chains().values()) {
      EnumSet<HookPoint> hooks = EnumSet.noneOf(HookPoint.class);
      reaching.hooks(chain.name()).forEach(hook -> hooks.add(HookPoint.valueOf(hook.name())));
      chain.steps().forEach(step -> legality(step, hooks));
    }
    return problems;
  }

  /** A line that makes several steps is asked once. */
  private void legality(Step step, Set<HookPoint> hooks) {
    Optional<RuleSpec> spec = spec(step.origin().operation());
    if (spec.isPresent() && seen.add(step.origin())) {
      problems.addAll(Legality.problems(spec.get(), family, table.name(), hooks));
    }
  }

  private static Optional<RuleSpec> spec(Operation operation) {
    return switch (operation) {
      case Operation.Append op -> Optional.of(op.rule());
      case Operation.Insert op -> Optional.of(op.rule());
      case Operation.Replace op -> Optional.of(op.rule());
      default -> Optional.empty();
    };
  }

  private static Problem loop(Step jump) {
    Span at =
        spec(jump.origin().operation())
            .flatMap(RuleSpec::target)
            .map(target -> target.name().span())
            .orElse(jump.origin().span());
    String chain = ((Action.Jump) jump.action()).chain();
    return Problem.of(
            Kind.LOOP,
            at,
            "the jump to %s leads back to the chain %s itself"
                .formatted(Quoted.quoted(chain), Quoted.quoted(jump.chain())))
        .withHint("remove one of the jumps of the loop");
  }
}
