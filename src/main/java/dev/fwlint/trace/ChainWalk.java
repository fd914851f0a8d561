package dev.fwlint.trace;

import dev.fwlint.model.Action;
import dev.fwlint.model.Chain;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Hook;
import dev.fwlint.model.Step;
import dev.fwlint.model.Verdict;
import dev.fwlint.trace.Callers.Place;
import dev.fwlint.trace.Trace.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The way of one packet from a built-in chain through those that it leads to. */
final class ChainWalk {
  /** A packet that takes more jumps than this in one table keeps a kernel busy, too. */
  private static final int MOST_JUMPS = 10_000;

  /** To enter a chain takes as long as to look at so many steps. */
  private static final int ENTRANCE = 10;

  private final Firewall firewall;
  private final Flow flow;
  private final Choices choices;
  private final Set<String> repeated;
  private final Function<Chain, StepFinder> finders;
  private final List<Event> events = new ArrayList<>();
  private Callers callers;
  private boolean undecidable;

  /**
   * @param repeated the expressions that keep their answer while the packet stays as it is
   */
  ChainWalk(
      Firewall firewall,
      Flow flow,
      Choices choices,
      Set<String> repeated,
      Function<Chain, StepFinder> finders) {
    this.firewall = firewall;
    this.flow = flow;
    this.choices = choices;
    this.repeated = repeated;
    this.finders = finders;
    this.callers = choices.callers();
  }

  /** What becomes of the packet in a table. */
  Verdict from(Chain builtIn) {
    callers = choices.callers();
    int chains = firewall.table(builtIn.table()).orElseThrow().chains().size();
    Place at = new Place(builtIn, 0, 1);
    // where more chains are active than there are, one leads to itself
    for (int jumps = 0; jumps < MOST_JUMPS && at.active() <= chains; jumps++) {
      Result result = chain(at);
      switch (result) {
        case Result.Done done -> {
          return done.verdict();
        }
        case Result.Enter enter -> at = enter.place();
        case Result.Leave leave -> {
          Optional<Place> back = callers.last();
          if (back.isEmpty()) {
            Verdict policy = builtIn.policy().orElse(Verdict.ACCEPT);
            events.add(
                new Event.Policy(builtIn.table(), builtIn.name(), policy, Optional.of(builtIn)));
            return policy;
          }
          at = back.get();
          callers = callers.outer();
        }
      }
    }
    undecidable = true;
    return Verdict.DROP;
  }

  /** A table that has no chain at a hook lets everything by. */
  Verdict without(String table, Hook hook) {
    events.add(new Event.Policy(table, hook.name(), Verdict.ACCEPT, Optional.empty()));
    return Verdict.ACCEPT;
  }

  /** One of several ways that a packet may go on; which the kernel takes nobody can foresee. */
  String one(List<String> ways) {
    for (String way : ways.subList(0, ways.size() - 1)) {
      if (choices.choose(true, () -> List.of(way, flow.key(), choices.remembered()))) {
        return way;
      }
    }
    return ways.getLast();
  }

  List<Event> events() {
    return events;
  }

  /** Whether it met what it cannot tell the effect of. */
  boolean isUndecidable() {
    return undecidable;
  }

  /** What ended a stretch of a chain. */
  private sealed interface Result {
    record Done(Verdict verdict) implements Result {}

    record Enter(Place place) implements Result {}

    record Leave() implements Result {}
  }

  private Result chain(Place at) {
    choices.looked(ENTRANCE);
    List<Step> steps = at.chain().steps();
    StepFinder.Walk walk = finders.apply(at.chain()).along(flow);
    for (int i = walk.next(at.next()); i < steps.size(); i = walk.next(i + 1)) {
      Step step = steps.get(i);
      if (takes(step)) {
        Optional<Result> result = act(step, new Place(at.chain(), i + 1, at.active()));
        if (result.isPresent()) {
          return result.get();
        }
      }
    }
    return new Result.Leave();
  }

  private boolean takes(Step step) {
    choices.looked(1);
    Answer all = Answer.YES;
    for (Condition condition : step.conditions()) {
      all = all.and(Judge.ask(condition, flow));
      if (all == Answer.NO) {
        return false;
      }
    }
    if (!all.isOpen()) {
      events.add(new Event.Hit(step, callers.depth()));
      return true;
    }
    boolean taken = chooses(step);
    events.add(new Event.Open(step, taken, callers.depth()));
    return taken;
  }

  /**
   * Chooses for each open condition of the step. Where nothing hangs on the choice, or the packet
   * ends with it, no other run is needed to see what the other choice leads to. What follows an
   * open condition that does not hold is not asked any more.
   */
  private boolean chooses(Step step) {
    if (step.conditions().stream().noneMatch(this::isRepeated)) {
      boolean guess =
          step.conditions().stream().allMatch(condition -> Judge.ask(condition, flow).guess());
      if (step.action() instanceof Action.Continue) {
        return guess;
      }
      if (!guess
          && step.action() instanceof Action.Decide decide
          && decide.verdict() != Verdict.ACCEPT) {
        choices.mayEnd(decide.verdict());
        return false;
      }
    }
    boolean all = true;
    for (int i = 0; all && i < step.conditions().size(); i++) {
      Condition condition = step.conditions().get(i);
      Answer answer = Judge.ask(condition, flow);
      if (answer.isOpen()) {
        all = chosen(condition, answer, step, i);
      }
    }
    return all;
  }

  private boolean isRepeated(Condition condition) {
    return switch (condition) {
      case Condition.Unknown asked -> repeated.contains(asked.expression());
      case Condition.InSet asked -> repeated.contains(asked.expression());
      default -> false;
    };
  }

  private boolean chosen(Condition condition, Answer answer, Step step, int place) {
    return switch (condition) {
      case Condition.Unknown c when isRepeated(c) ->
          choices.chooseOnce(c.expression(), c.guess(), () -> state(step, place)) != c.negated();
      case Condition.InSet c when isRepeated(c) ->
          choices.chooseOnce(c.expression(), false, () -> state(step, place)) != c.negated();
      default -> choices.choose(answer.guess(), () -> state(step, place));
    };
  }

  private Object state(Step step, Object where) {
    return List.of(step.path(), where, callers, flow.key(), choices.remembered());
  }

  private Optional<Result> act(Step step, Place next) {
    switch (step.action()) {
      case Action.Decide decide -> {
        return Optional.of(new Result.Done(decide.verdict()));
      }
      case Action.Return back -> {
        return Optional.of(new Result.Leave());
      }
      case Action.Jump jump -> {
        return jump(step, jump, next);
      }
      case Action.Unknown unknown -> {
        undecidable = true;
        if (Effects.ends(unknown, flow)) {
          return Optional.of(new Result.Done(Verdict.DROP));
        }
      }
      case Action.Continue ignored -> {}
      case Action.Change change -> {
        choices.forget();
        Effects.apply(change, flow);
      }
      default -> {
        choices.forget();
        Effects.apply(step.action(), flow);
        if (Rewriting.apply(
            step.action(), flow, range -> choices.choose(true, () -> state(step, range)))) {
          return Optional.of(new Result.Done(Verdict.ACCEPT));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Result> jump(Step step, Action.Jump jump, Place next) {
    Optional<Chain> chain = firewall.chain(step.table(), jump.chain());
    if (chain.isEmpty()) {
      undecidable = true;
      return Optional.empty();
    }
    if (!jump.goesTo()) {
      callers = callers.with(next);
    }
    return Optional.of(new Result.Enter(new Place(chain.get(), 0, next.active() + 1)));
  }
}
