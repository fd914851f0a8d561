package dev.fwlint.reach;

import dev.fwlint.model.Chain;
import dev.fwlint.model.Step;
import dev.fwlint.model.Verdict;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.Product;
import dev.fwlint.reach.Demand.Takes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Sends one packet on from a place of a table and asks whether one decision is all that it meets,
 * whatever the unknowns are, and whether or not the steps that are to be deleted are there. Nothing
 * changes the packet meanwhile: that would be something else.
 */
final class Aftermath {
  /** So many branches are looked at. */
  private static final int MOST = 64;

  private final Prospects prospects;
  private final Optional<Decision> decision;
  private final State state;
  private final Product box;
  private final Predicate<Step> deleted;

  private final Deque<Stand> open = new ArrayDeque<>();
  private final Set<Stand> seen = new HashSet<>();
  private final Map<Integer, List<IntervalSet>> excluded = new HashMap<>();
  private Product alike;
  private Optional<Op> other = Optional.empty();

  /** The steps that decide so, and those that lead a packet to where it is decided. */
  final Set<Step> takers = new LinkedHashSet<>();

  final Set<Step> turns = new LinkedHashSet<>();
  final Set<Chain> policies = new LinkedHashSet<>();

  /** Some steps that do something else with other packets of the box. */
  final List<Op> rivals = new ArrayList<>();

  /**
   * @param decision what it should meet; nothing where it should meet nothing at all
   * @param box packets that are asked about, of the same goal
   */
  Aftermath(
      Prospects prospects,
      Optional<Decision> decision,
      State state,
      Product box,
      Predicate<Step> deleted) {
    this.prospects = prospects;
    this.decision = decision;
    this.state = state;
    this.box = box;
    this.deleted = deleted;
    this.alike = Product.all(box.space());
  }

  /**
   * Packets of the box around this one that all meet the decision alone; nothing where this one may
   * meet something else.
   *
   * @param base the chain whose policy is met in the end; nothing where the end is all that is
   *     asked for
   */
  Optional<Product> from(Stand start, Optional<Code> base) {
    push(start);
    while (!open.isEmpty()) {
      if (seen.size() > MOST || !walk(open.pop(), base)) {
        return Optional.empty();
      }
    }
    excluded.forEach((field, sets) ->
        alike = alike.with(field, union(sets).complement(box.space().greatest(field))));
    return Optional.of(alike);
  }

  /** The step that may do something else; nothing where it is a policy. */
  Optional<Op> other() {
    return other;
  }

  private void push(Stand stand) {
    if (seen.add(stand)) {
      open.push(stand);
    }
  }

  /** From a place to the end of the table; false where something else is met. */
  private boolean walk(Stand from, Optional<Code> base) {
    Optional<Stand> at = Optional.of(from);
    while (at.isPresent()) {
      Stretch stretch = new Stretch(at.get());
      if (!stretch.pass()) {
        return false;
      }
      if (stretch.decided) {
        return true;
      }
      at = stretch.next;
    }
    return base.map(this::policy).orElse(true);
  }

  private boolean policy(Code base) {
    Verdict policy = base.chain.policy().orElse(Verdict.ACCEPT);
    policies.add(base.chain);
    return decision.equals(Optional.of(Decision.ofPolicy(policy)));
  }

  private static IntervalSet union(List<IntervalSet> sets) {
    if (sets.size() == 1) {
      return sets.getFirst();
    }
    int middle = sets.size() / 2;
    return union(sets.subList(0, middle)).union(union(sets.subList(middle, sets.size())));
  }

  /** A way through one chain, up to where it is left. */
  private final class Stretch {
    private final Stand start;
    private final Prospect prospect;
    private Optional<Stand> next;
    private boolean decided;

    Stretch(Stand start) {
      this.start = start;
      this.next = start.back();
      this.prospect = prospects.of(start.code(), decision);
    }

    /** False where something else is met. */
    boolean pass() {
      Index.Cursor cursor = prospect.cursor(state);
      int end = prospect.size();
      for (int i = cursor.next(start.next()); i < end; i = cursor.next(i + 1)) {
        Op op = prospect.op(i);
        Takes takes = op.demand().takes(state);
        if (takes == Takes.NO) {
          continue;
        }
        if (prospect.role(i) == Prospect.Role.OTHER) {
          other = Optional.of(op);
          return false;
        }
        boolean sure = takes == Takes.YES && !deleted.test(op.step());
        if (sure) {
          follow(op, i);
          return true;
        }
        branch(op, i);
      }
      keepFromRivals(end);
      return true;
    }

    private void follow(Op op, int place) {
      keepFromRivals(place);
      alike = op.demand().taken(state, alike);
      switch (prospect.role(place)) {
        case SAME -> {
          takers.add(op.step());
          decided = true;
        }
        case AWAY -> turns.add(op.step());
        default -> next = Optional.of(inside(op, place));
      }
    }

    private Stand inside(Op op, int place) {
      Stand inside = start.entered(op, place + 1);
      if (inside.depth() > MOST) {
        throw new Run.TooDeep();
      }
      return inside;
    }

    /** It may take the packet or not: both are looked at. */
    private void branch(Op op, int place) {
      switch (prospect.role(place)) {
        case AWAY -> push(start.back().orElse(end()));
        case INTO -> push(inside(op, place));
        default -> {}
      }
    }

    /** Where nothing but the policy is left. */
    private Stand end() {
      return start.at(prospect.size());
    }

    private void keepFromRivals(int to) {
      prospect.rivals(box, start.next(), to).forEach(place -> exclude(prospect.op(place)));
    }

    private void exclude(Op op) {
      Product both = op.demand().upperBound(box);
      if (both.isEmpty() || op.demand().takes(state) != Takes.NO) {
        return;
      }
      rivals.add(op);
      Clause.Test least = null;
      Clause refused = null;
      for (Clause clause : op.demand().clauses()) {
        if (clause.holds(state).orElse(true)) {
          continue;
        }
        refused = clause;
        for (Clause.Test test : clause.negated() ? List.<Clause.Test>of() : clause.tests()) {
          boolean fails =
              !state.isUnknown(test.field()) && !test.values().contains(state.get(test.field()));
          if (fails && (least == null || share(test) < share(least))) {
            least = test;
          }
        }
      }
      if (least != null) {
        excluded.computeIfAbsent(least.field(), f -> new ArrayList<>()).add(least.values());
      } else if (refused != null) {
        alike = refused.same(state, alike);
      }
    }

    private double share(Clause.Test test) {
      return test.values().size() / box.space().all(test.field()).size();
    }
  }
}
