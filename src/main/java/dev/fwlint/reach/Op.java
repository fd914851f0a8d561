package dev.fwlint.reach;

import dev.fwlint.model.Action;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Hook;
import dev.fwlint.model.Step;
import dev.fwlint.model.Verdict;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A step, prepared.
 *
 * @param kind what it does to a packet's way
 * @param target the chain that it leads to
 * @param assigns what it changes of the packet
 * @param changes the fields of {@code assigns}
 */
record Op(
    Step step,
    Demand demand,
    Kind kind,
    Optional<Code> target,
    List<Assign> assigns,
    BitSet changes) {
  Op(Step step, Demand demand, Kind kind, Optional<Code> target, List<Assign> assigns) {
    this(step, demand, kind, target, assigns, new BitSet());
    assigns.forEach(assign -> changes.set(assign.field()));
  }

  /** What a step does to a packet's way. */
  enum Kind {
    /** Goes on. */
    PASS,
    /** The packet ends here. */
    STOP,
    /** The table ends here, and the packet goes on behind it. */
    END,
    RETURN,
    JUMP,
    GOTO,
    /** Not known: it may go on, end the table or end the packet. */
    OBSCURE
  }

  /** Whether nobody can tell what becomes of a packet that it takes. */
  boolean isObscure() {
    return kind == Kind.OBSCURE
        || step.action() instanceof Action.Decide decided && decided.verdict() == Verdict.QUEUE;
  }

  /** Whether it makes no difference that it takes a packet, save what is logged or remembered. */
  boolean isInert() {
    return switch (kind) {
      case PASS -> assigns.isEmpty();
      case JUMP -> target.filter(Code::isInert).isPresent();
      default -> false;
    };
  }

  /** Whether it asks one of some unknown things. */
  boolean asks(Set<String> expressions) {
    return step.conditions().stream()
        .anyMatch(condition ->
            switch (condition) {
              case Condition.Unknown asked -> expressions.contains(asked.expression());
              case Condition.InSet asked -> expressions.contains(asked.expression());
              default -> false;
            });
  }

  boolean enters() {
    return kind == Kind.JUMP || kind == Kind.GOTO;
  }

  /** What it changes at a hook: xt_NETMAP.c maps the destination at two of them alone. */
  List<Assign> assignsAt(Hook hook) {
    boolean ofSource =
        step.action() instanceof Action.Netmap && (hook == Hook.INPUT || hook == Hook.POSTROUTING);
    return ofSource ? List.of() : assigns;
  }

  @Override
  public int hashCode() {
    return step.hashCode();
  }
}
