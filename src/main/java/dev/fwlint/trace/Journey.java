package dev.fwlint.trace;

import dev.fwlint.model.Action;
import dev.fwlint.model.Chain;
import dev.fwlint.model.Condition;
import dev.fwlint.model.ConnState;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Hook;
import dev.fwlint.model.Packet;
import dev.fwlint.model.Protocols;
import dev.fwlint.model.Step;
import dev.fwlint.model.Table;
import dev.fwlint.model.Verdict;
import dev.fwlint.trace.Trace.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** One run of one packet through hooks, tables and chains. */
final class Journey {
  /**
   * The tables at each hook in the order of their priorities (linux/netfilter_ipv4.h); legacy's for
   * INPUT.
   */
  private static final Map<Hook, List<String>> TABLES =
      Map.of(
          Hook.PREROUTING, List.of("raw", "mangle", "nat"),
          Hook.INPUT, List.of("mangle", "filter", "security", "nat"),
          Hook.FORWARD, List.of("mangle", "filter", "security"),
          Hook.OUTPUT, List.of("raw", "mangle", "nat", "filter", "security"),
          Hook.POSTROUTING, List.of("mangle", "nat"));

  /** A ruleset that loads has no loops; one that does not is left after this many jumps. */
  private static final int DEEPEST = 10_000;

  private final Firewall firewall;
  private final Flow flow;
  private final Choices choices;
  private final Set<String> repeated;
  private final Routes routes;
  private final Function<Chain, StepFinder> finders;
  private final List<Event> events = new ArrayList<>();
  private final Deque<Place> callers = new ArrayDeque<>();
  private boolean undecidable;

  /** Where to go on: the step at {@code next} of a chain, from 0. */
  private record Place(Chain chain, int next) {}

  Journey(
      Firewall firewall,
      Flow flow,
      Choices choices,
      Set<String> repeated,
      Routes routes,
      Function<Chain, StepFinder> finders) {
    this.finders = finders;
    this.firewall = firewall;
    this.flow = flow;
    this.choices = choices;
    this.repeated = repeated;
    this.routes = routes;
  }

  Trace travel() {
    Verdict verdict = flow.packet.hook() == Packet.Way.OUTPUT ? output() : in();
    Verdict known = undecidable ? Verdict.UNKNOWN : verdict;
    return new Trace(known, known, events);
  }

  private Verdict in() {
    String out = flow.out;
    flow.out = "";
    Verdict verdict = hook(Hook.PREROUTING);
    if (verdict != Verdict.ACCEPT) {
      return verdict;
    }
    return switch (flow.packet.hook()) {
      case FORWARD -> {
        flow.out = out;
        yield forward();
      }
      case ARRIVE -> route();
      case INPUT, OUTPUT -> hook(Hook.INPUT);
    };
  }

  /**
   * A packet whose TTL is used up ends where it would be forwarded, and no chain sees that
   * (ip_forward.c).
   */
  private Verdict forward() {
    if (flow.ttl <= 1) {
      return Verdict.DROP;
    }
    flow.ttl--;
    Verdict verdict = hook(Hook.FORWARD);
    return verdict == Verdict.ACCEPT ? hook(Hook.POSTROUTING) : verdict;
  }

  private Verdict route() {
    if (flow.isLocal(flow.destination)
        || Flow.isBroadcast(flow.destination)
        || Flow.isMulticast(flow.destination)) {
      return hook(Hook.INPUT);
    }
    flow.out = routes.to(flow.destination).orElse("eth0");
    return forward();
  }

  private Verdict output() {
    var sentTo = flow.destination;
    flow.in = "";
    flow.tracked = false;
    flow.confirmed = false;
    Verdict verdict = hook(Hook.OUTPUT);
    if (verdict != Verdict.ACCEPT) {
      return verdict;
    }
    if (!flow.destination.equals(sentTo)) {
      flow.out = routedAnew();
    }
    verdict = hook(Hook.POSTROUTING);
    if (verdict != Verdict.ACCEPT || !flow.out.equals("lo")) {
      return verdict;
    }
    flow.in = "lo";
    flow.out = "";
    flow.confirmed = true;
    Rewriting.answerFromTranslated(flow);
    verdict = hook(Hook.PREROUTING);
    return verdict == Verdict.ACCEPT ? hook(Hook.INPUT) : verdict;
  }

  /** Where what the host sends leaves once its destination is another one (ip_route_me_harder). */
  private String routedAnew() {
    if (flow.isLocal(flow.destination)) {
      return "lo";
    }
    return routes.to(flow.destination).orElse(flow.out.equals("lo") ? "eth0" : flow.out);
  }

  private Verdict hook(Hook hook) {
    flow.hook = hook;
    for (String name : TABLES.getOrDefault(hook, List.of())) {
      if (!name.equals("raw")) {
        flow.tracked = true;
      }
      Verdict verdict = table(name, hook);
      if (verdict != Verdict.ACCEPT) {
        return verdict;
      }
      if (name.equals("nat") && (hook == Hook.PREROUTING || hook == Hook.OUTPUT)) {
        Rewriting.applyConnection(flow);
      }
    }
    return Verdict.ACCEPT;
  }

  private Verdict table(String name, Hook hook) {
    Optional<Table> table = firewall.table(name);
    if (table.isEmpty() || name.equals("nat") && !startsConnection()) {
      return Verdict.ACCEPT;
    }
    Optional<Chain> chain = table.get().at(hook);
    if (chain.isPresent()) {
      return walk(chain.get());
    }
    events.add(new Event.Policy(name, hook.name(), Verdict.ACCEPT, Optional.empty()));
    return Verdict.ACCEPT;
  }

  /** nf_nat_core.c: nat's chains see a connection's first packet alone, and once for each end. */
  private boolean startsConnection() {
    Connection connection = flow.visibleConnection();
    boolean back = flow.in.equals("lo") && flow.hook != Hook.POSTROUTING;
    if (connection == null || back) {
      return false;
    }
    boolean icmp = Protocols.isIcmp(flow.packet.protocol());
    return connection.state() == ConnState.NEW || connection.state() == ConnState.RELATED && !icmp;
  }

  private Verdict walk(Chain builtIn) {
    callers.clear();
    Place at = new Place(builtIn, 0);
    for (int jumps = 0; jumps < DEEPEST; jumps++) {
      Result result = chain(at);
      switch (result) {
        case Result.Done done -> {
          return done.verdict();
        }
        case Result.Enter enter -> at = enter.place();
        case Result.Leave leave -> {
          if (callers.isEmpty()) {
            Verdict policy = builtIn.policy().orElse(Verdict.ACCEPT);
            events.add(
                new Event.Policy(builtIn.table(), builtIn.name(), policy, Optional.of(builtIn)));
            return policy;
          }
          at = callers.pop();
        }
      }
    }
    undecidable = true;
    return Verdict.DROP;
  }

  /** What ended a stretch of a chain. */
  private sealed interface Result {
    record Done(Verdict verdict) implements Result {}

    record Enter(Place place) implements Result {}

    record Leave() implements Result {}
  }

  private Result chain(Place at) {
    List<Step> steps = at.chain().steps();
    StepFinder.Walk walk = finders.apply(at.chain()).along(flow);
    for (int i = walk.next(at.next()); i < steps.size(); i = walk.next(i + 1)) {
      Step step = steps.get(i);
      if (takes(step)) {
        Optional<Result> result = act(step, new Place(at.chain(), i + 1));
        if (result.isPresent()) {
          return result.get();
        }
      }
    }
    return new Result.Leave();
  }

  private boolean takes(Step step) {
    Answer all = Answer.YES;
    for (Condition condition : step.conditions()) {
      all = all.and(Judge.ask(condition, flow));
      if (all == Answer.NO) {
        return false;
      }
    }
    if (!all.isOpen()) {
      events.add(new Event.Hit(step, callers.size()));
      return true;
    }
    boolean taken = chooses(step);
    events.add(new Event.Open(step, taken, callers.size()));
    return taken;
  }

  /**
   * Chooses for each open condition of the step; a known one that the choice makes false ends it.
   */
  private boolean chooses(Step step) {
    boolean all = true;
    for (Condition condition : step.conditions()) {
      Answer answer = Judge.ask(condition, flow);
      if (answer.isOpen()) {
        all &= chosen(condition, answer, step);
      }
    }
    return all;
  }

  private boolean chosen(Condition condition, Answer answer, Step step) {
    if (condition instanceof Condition.Unknown unknown && repeated.contains(unknown.expression())) {
      boolean holds =
          choices.chooseOnce(unknown.expression(), unknown.guess(), () -> state(step, condition));
      return holds != unknown.negated();
    }
    return choices.choose(answer.guess(), () -> state(step, condition));
  }

  private Object state(Step step, Object where) {
    List<String> stack = new ArrayList<>();
    callers.forEach(place -> stack.add(place.chain().name() + " " + place.next()));
    return List.of(step.path(), where, stack, flow.key(), choices.remembered());
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
        if (unknown.target().equals("TPROXY")) {
          // never goes on, and drops where no program listens (net/netfilter/xt_TPROXY.c)
          return Optional.of(new Result.Done(Verdict.DROP));
        }
      }
      case Action.Continue ignored -> {}
      case Action.Change ignored -> choices.forget();
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
      callers.push(next);
    }
    return Optional.of(new Result.Enter(new Place(chain.get(), 0)));
  }
}
