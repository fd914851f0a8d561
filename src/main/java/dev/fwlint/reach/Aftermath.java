package dev.fwlint.reach;

import dev.fwlint.model.Step;
import dev.fwlint.model.Verdict;
import dev.fwlint.packets.Product;
import dev.fwlint.reach.Demand.Takes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * Sends one packet on from a place of a table and asks whether one decision is all that it meets,
 * whatever the unknowns are, and whether or not the steps that are to be deleted are there. Nothing
 * changes the packet meanwhile: that would be something else.
 */
final class Aftermath {
  /** With so many rivals, packets of some are looked at before all are told apart. */
  private static final int AIMED = 8;

  /** To find so many steps takes as long as one look at one. */
  private static final int FINDS = 8;

  /** So many branches are looked at. */
  private static final int MOST = 64;

  private final Prospects prospects;
  private final Optional<Decision> decision;
  private final State state;
  private final Product box;
  private final Predicate<Step> deleted;
  private final Predicate<Op> differs;
  private final IntPredicate worth;

  private final Deque<Stand> open = new ArrayDeque<>();
  private final Set<Stand> seen = new HashSet<>();

  /** Packets that the sure steps take as they take this one. */
  private Product taken;

  private final Exclusion rivals;
  private Optional<Op> other = Optional.empty();
  private Optional<Code> base = Optional.empty();

  /** The steps that decide so, and those that lead a packet to where it is decided. */
  final Set<Step> takers = identities();

  final Set<Step> turns = identities();
  final Set<Code> policies = new LinkedHashSet<>();

  /** Steps that do something else with other packets of the box: some of them, and how many. */
  private final List<Op> some = new ArrayList<>();

  private int met;

  /**
   * @param decision what it should meet; nothing where it should meet nothing at all
   * @param box packets that are asked about, of the same goal
   * @param deleted the steps that may be there or not
   * @param differs whether a packet of a step is known to meet something else
   * @param worth whether so many more looks are worth it
   */
  Aftermath(
      Prospects prospects,
      Optional<Decision> decision,
      State state,
      Product box,
      Predicate<Step> deleted,
      Predicate<Op> differs,
      IntPredicate worth) {
    this.prospects = prospects;
    this.decision = decision;
    this.state = state;
    this.box = box;
    this.deleted = deleted;
    this.differs = differs;
    this.worth = worth;
    // the box need not hold this packet
    this.taken = Product.all(box.space());
    this.rivals = new Exclusion(taken, state);
  }

  /**
   * Packets of the box around this one that all meet the decision alone; nothing where this one may
   * meet something else.
   *
   * @param end the chain whose policy is met in the end; nothing where the end is all that is asked
   *     for
   */
  Optional<Product> from(Stand start, Optional<Code> end) {
    base = end;
    push(start);
    while (!open.isEmpty()) {
      if (seen.size() > MOST || !walk(open.pop())) {
        return Optional.empty();
      }
    }
    return Optional.of(taken.intersect(rivals.rest()));
  }

  /** Steps and chains are long to compare. */
  static <T> Set<T> identities() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
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
  private boolean walk(Stand from) {
    Optional<Stand> at = Optional.of(from);
    for (int chains = 0; at.isPresent(); chains++) {
      if (chains > Run.MOST_ENTERED) {
        throw new Run.TooDeep();
      }
      Stretch stretch = new Stretch(at.get());
      if (!stretch.pass()) {
        return false;
      }
      if (stretch.decided) {
        return true;
      }
      if (stretch.ended && base.isPresent() && !prospects.endsKnown(at.get().code())) {
        return false;
      }
      at = stretch.next;
    }
    return base.map(this::policy).orElse(true);
  }

  private boolean policy(Code base) {
    Verdict policy = base.chain.policy().orElse(Verdict.ACCEPT);
    policies.add(base);
    return prospects.endsKnown(base) && decision.equals(Optional.of(Decision.ofPolicy(policy)));
  }

  /** A way through one chain, up to where it is left. */
  private final class Stretch {
    private final Stand start;
    private final Prospect prospect;
    private Optional<Stand> next;
    private boolean decided;
    private boolean ended;

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
          return keepFromRivals(i);
        }
        if (!branch(op, i)) {
          return false;
        }
      }
      ended = true;
      return keepFromRivals(end);
    }

    private void follow(Op op, int place) {
      taken = op.demand().taken(state, taken);
      switch (prospect.role(place)) {
        case SAME -> {
          takers.add(op.step());
          decided = true;
        }
        case AWAY -> {
          turns.add(op.step());
          ended = true;
        }
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

    /** It may take the packet or not: both are looked at. False where that is of no use. */
    private boolean branch(Op op, int place) {
      return switch (prospect.role(place)) {
        case AWAY -> {
          push(start.back().orElse(end()));
          yield base.isEmpty() || prospects.endsKnown(start.code());
        }
        case INTO -> {
          push(inside(op, place));
          yield true;
        }
        default -> true;
      };
    }

    /** Where nothing but the policy is left. */
    private Stand end() {
      return start.at(prospect.size());
    }

    /** False where packets of a rival were found to meet something else. */
    private boolean keepFromRivals(int to) {
      return worth.test(prospect.cost(box, start.next(), to) / FINDS)
          && prospect
              .rivals(box, start.next(), to)
              .mapToObj(prospect::op)
              .noneMatch(op -> !worth.test(1) || isRival(op) && excludes(op));
    }

    private boolean isRival(Op op) {
      return op.demand().takes(state) == Takes.NO && !op.demand().upperBound(box).isEmpty();
    }

    /** True where packets of a rival were found to meet something else. */
    private boolean excludes(Op op) {
      rivals.add(op);
      met++;
      if (met < AIMED) {
        some.add(op);
      }
      return met == AIMED && some.stream().anyMatch(differs);
    }
  }
}
