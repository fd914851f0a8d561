package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import com.github.javabdd.BDD;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Hook;
import dev.fwlint.model.Step;
import dev.fwlint.model.Verdict;
import dev.fwlint.packets.IntervalSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which steps are hit, by the sets of all packets that come to each of them: chain by chain from
 * the first table on, whatever it costs. It shares the prepared program and the routes with the
 * engine, and nothing of how that answers.
 */
final class FullComputation {
  private final Program program;
  private final Diagrams diagrams;
  private final Set<Step> reached = new HashSet<>();
  private final Set<Step> hit = new HashSet<>();
  private final Map<Op, BDD> asked = new IdentityHashMap<>();
  private final Map<Visit, Result> known = new HashMap<>();
  private int left;

  /** Thrown where it would take too long. */
  static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private record Visit(Code code, BDD packets) {}

  /** What comes back from a chain, and for what the table ends in it. */
  private record Result(BDD returned, BDD ended) {}

  private FullComputation(Firewall firewall, Diagrams diagrams, Program program, int most) {
    this.program = program;
    this.diagrams = diagrams;
    left = most;
  }

  /** The steps that a packet can come to, and those that it can hit. */
  record Found(Set<Step> reached, Set<Step> hit) {}

  /**
   * @param most so many steps are looked at
   */
  static Found in(Firewall firewall, int most) {
    Program program = Program.of(firewall);
    try (Diagrams diagrams = new Diagrams(program.fields, 1 << 18)) {
      FullComputation full = new FullComputation(firewall, diagrams, program, most);
      for (Hook last : List.of(Hook.INPUT, Hook.POSTROUTING)) {
        Route.to(program, last, "nat").forEach(full::route);
      }
      return new Found(full.reached, full.hit);
    }
  }

  private void route(Route route) {
    BDD packets = possible();
    for (Leg leg : route.legs()) {
      for (Leg.Shift shift : leg.shifts()) {
        BDD when = all(shift.when());
        packets = diagrams.after(shift.assign(), packets.and(when)).or(packets.and(when.not()));
      }
      if (leg.code().isPresent()) {
        packets = leg(leg, leg.code().get(), packets);
      }
    }
  }

  private BDD leg(Leg leg, Code code, BDD packets) {
    BDD passing = leg.onlyNew() ? packets.and(all(Legs.startsConnection(program.fields))) : packets;
    Result result = chain(code, passing);
    BDD behind = result.ended().or(packets.and(passing.not()));
    boolean drops = code.chain.policy().orElse(Verdict.ACCEPT) == Verdict.DROP;
    return drops ? behind : behind.or(result.returned());
  }

  private Result chain(Code code, BDD packets) {
    if (packets.isZero()) {
      return new Result(packets, packets);
    }
    Visit visit = new Visit(code, packets);
    Result result = known.get(visit);
    if (result == null) {
      result = visit(visit);
      known.put(visit, result);
    }
    return result;
  }

  private Result visit(Visit visit) {
    BDD here = visit.packets();
    BDD returned = diagrams.factory.zero();
    BDD ended = diagrams.factory.zero();
    for (Op op : visit.code().ops()) {
      if (here.isZero()) {
        break;
      }
      if (left-- == 0) {
        throw new TooLarge();
      }
      reached.add(op.step());
      BDD demand = asked.computeIfAbsent(op, o -> all(o.demand().clauses()));
      BDD taken = here.and(demand);
      if (taken.isZero()) {
        continue;
      }
      hit.add(op.step());
      BDD passed = op.demand().open() ? here : here.and(demand.not());
      BDD changed = taken;
      for (Assign assign : op.assigns()) {
        changed = diagrams.after(assign, changed);
      }
      switch (op.kind()) {
        case PASS -> here = passed.or(changed);
        case STOP -> here = passed;
        case END -> {
          here = passed;
          ended = ended.or(changed);
        }
        case RETURN -> {
          here = passed;
          returned = returned.or(taken);
        }
        case JUMP, GOTO -> {
          Result inner = chain(op.target().orElseThrow(), taken);
          ended = ended.or(inner.ended());
          if (op.kind() == Op.Kind.JUMP) {
            here = passed.or(inner.returned());
          } else {
            here = passed;
            returned = returned.or(inner.returned());
          }
        }
        case OBSCURE -> {
          here = passed.or(changed);
          ended = ended.or(changed);
        }
      }
    }
    return new Result(returned.or(here), ended);
  }

  private BDD all(List<Clause> clauses) {
    BDD set = diagrams.factory.one();
    for (Clause clause : clauses) {
      set = set.and(diagrams.holds(clause));
    }
    return set;
  }

  /** A new connection has no replies, and no translation unless its packet comes back by lo. */
  private BDD possible() {
    BDD isNew = diagrams.with(TRACKED_STATE, IntervalSet.of(NEW));
    BDD lo = diagrams.with(IN, IntervalSet.of(program.fields.names.number("lo")));
    BDD reply = diagrams.with(REPLY, IntervalSet.of(1));
    BDD translated =
        diagrams
            .with(SOURCE_TRANSLATED, IntervalSet.of(1))
            .or(diagrams.with(DESTINATION_TRANSLATED, IntervalSet.of(1)));
    return diagrams.all().and(isNew.and(reply.or(translated.and(lo.not()))).not());
  }
}
