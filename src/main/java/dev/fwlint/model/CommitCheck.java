package dev.fwlint.model;

import dev.fwlint.ast.Backend;
import dev.fwlint.ast.Family;
import dev.fwlint.ast.Line;
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
 * What the kernel refuses when a table is committed: loops that a built-in chain leads to, and
 * rules that stand where their match or target must not, however they are reached.
 */
final class CommitCheck {
  private final Table table;
  private final Family family;
  private final Reaching legacy;
  private final Reaching nft;
  private final List<Problem> problems = new ArrayList<>();
  private final Set<Line.Command> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  CommitCheck(Table table, Family family) {
    this.table = table;
    this.family = family;
    this.nft = Reaching.of(table, Backend.NFT);
    this.legacy = Reaching.stopsEarly(table) ? Reaching.of(table, Backend.LEGACY) : nft;
  }

  List<Problem> problems() {
    for (Step jump : nft.loops()) {
      Problem loop = loop(jump);
      problems.add(legacy.loops().contains(jump) ? loop : loop.onlyOn(Backend.NFT));
    }
    table.chains().values().forEach(chain -> chain.steps().forEach(this::legality));
    return problems;
  }

  /** A line that makes several steps is asked once. */
  private void legality(Step step) {
    Optional<RuleSpec> spec = step.origin().operation().added();
    if (spec.isEmpty() || !seen.add(step.origin())) {
      return;
    }
    Set<Hook> byNft = nft.hooks(step);
    Set<Hook> byLegacy = legacy == nft ? byNft : legacy.hooks(step);
    if (byLegacy.equals(byNft)) {
      problems.addAll(refused(spec.get(), byNft));
      return;
    }
    List<Problem> ofLegacy = refused(spec.get(), byLegacy);
    refused(spec.get(), byNft).stream()
        .map(p -> ofLegacy.contains(p) || !p.everywhere() ? p : p.onlyOn(Backend.NFT))
        .forEach(problems::add);
  }

  private List<Problem> refused(RuleSpec spec, Set<Hook> hooks) {
    EnumSet<HookPoint> points = EnumSet.noneOf(HookPoint.class);
    hooks.forEach(hook -> points.add(HookPoint.valueOf(hook.name())));
    return Legality.problems(spec, family, table.name(), points);
  }

  private static Problem loop(Step jump) {
    Span at =
        jump.origin()
            .operation()
            .added()
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
