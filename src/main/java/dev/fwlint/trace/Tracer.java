package dev.fwlint.trace;

import dev.fwlint.model.Chain;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Packet;
import dev.fwlint.model.Verdict;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Traces packets through one firewall. */
public final class Tracer {
  /**
   * More states than this to branch at, and the verdict is UNKNOWN without looking at all of them.
   */
  private static final int MOST_STATES = 2_000;

  /** The same where more steps than this have been looked at. */
  private static final long MOST_LOOKS = 500_000;

  private final Firewall firewall;
  private final Routes derived;
  private final Set<String> repeated;
  private final Home home;
  private final SetJudge sets = new SetJudge();
  private final Map<Chain, StepFinder> finders = new IdentityHashMap<>();
  private long looks;

  public Tracer(Firewall firewall) {
    this.firewall = firewall;
    this.derived = Routes.of(firewall);
    this.repeated = repeated(firewall);
    this.home = new Home(firewall.facts().host());
  }

  /** The expressions that more than one step asks: their answers hang together. */
  private static Set<String> repeated(Firewall firewall) {
    Map<String, Integer> counts = new HashMap<>();
    firewall
        .steps()
        .flatMap(step -> step.conditions().stream())
        .flatMap(condition -> lasting(condition).stream())
        .forEach(expression -> counts.merge(expression, 1, Integer::sum));
    Set<String> repeated = new HashSet<>();
    counts.forEach((expression, count) -> {
      if (count > 1) {
        repeated.add(expression);
      }
    });
    return repeated;
  }

  private static Optional<String> lasting(Condition condition) {
    return switch (condition) {
      case Condition.Unknown asked when !asked.timed() -> Optional.of(asked.expression());
      case Condition.InSet asked -> Optional.of(asked.expression());
      default -> Optional.empty();
    };
  }

  /**
   * The packet's way, going on as if open matches hold or not as their kind tells; UNKNOWN where
   * that decides.
   */
  public Trace trace(Packet packet) {
    Choices choices = new Choices();
    Trace first = run(packet, choices);
    Verdict verdict = choices.allEnd(first.verdict()) ? first.verdict() : Verdict.UNKNOWN;
    while (verdict != Verdict.UNKNOWN && choices.next()) {
      try {
        boolean tooMuch = choices.size() > MOST_STATES || choices.looks() > MOST_LOOKS;
        boolean same = !tooMuch && run(packet, choices).verdict() == verdict;
        verdict = same && choices.allEnd(verdict) ? verdict : Verdict.UNKNOWN;
      } catch (Choices.KnownFromHere known) {
        verdict = choices.allEnd(verdict) ? verdict : Verdict.UNKNOWN;
      }
    }
    looks += choices.looks();
    return new Trace(verdict, first.verdict(), first.events());
  }

  /** The packet's own routes; else the host's, where they are known; else what the rules tell. */
  private Routing routing(Packet packet) {
    boolean sent = packet.hook() == Packet.Way.OUTPUT;
    String otherwise = sent && !List.of("", "lo").contains(packet.out()) ? packet.out() : "eth0";
    if (packet.routes().isPresent()) {
      return new Routing.Told(new Routes(packet.routes().get()), otherwise);
    }
    return home.routes(firewall.family())
        .<Routing>map(Routing.OfHost::new)
        .orElseGet(() -> new Routing.Told(derived, otherwise));
  }

  /** How many rules have been looked at for all packets so far; to enter a chain counts for ten. */
  public long looks() {
    return looks;
  }

  private StepFinder finder(Chain chain) {
    return finders.computeIfAbsent(chain, c -> new StepFinder(c.steps()));
  }

  private Trace run(Packet packet, Choices choices) {
    Flow flow = new Flow(packet, home, sets);
    ChainWalk chains = new ChainWalk(firewall, flow, choices, repeated, this::finder);
    return new Journey(firewall, flow, routing(packet), chains).travel();
  }
}
