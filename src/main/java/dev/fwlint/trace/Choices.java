package dev.fwlint.trace;

import dev.fwlint.model.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The answers given to what a packet does not decide. The first run takes the guesses; each further
 * run takes one path that differs from those before, until no other path is left. A path that comes
 * to a state another one has been in is given up: what follows has been seen.
 */
final class Choices {
  private final Deque<List<Boolean>> waiting = new ArrayDeque<>();
  private final Set<Object> seen = new HashSet<>();
  private List<Boolean> prefix = List.of();
  private final List<Boolean> taken = new ArrayList<>();

  /**
   * What this run has answered to expressions that stay true or false while the packet stays as it
   * is.
   */
  private final Map<String, Boolean> remembered = new HashMap<>();

  /** Nobody waits where a table begins; the same in all runs. */
  private final Callers callers = new Callers();

  private long looks;

  /** What other choices of a run so far end the packet with, there and then. */
  private final Set<Verdict> endings = EnumSet.noneOf(Verdict.class);

  /** Thrown where a run comes to what is known already. */
  static final class KnownFromHere extends RuntimeException {
    private static final KnownFromHere INSTANCE = new KnownFromHere();

    private KnownFromHere() {
      super(null, null, false, false);
    }
  }

  /** Begins the next run; false where there is none. */
  boolean next() {
    if (waiting.isEmpty()) {
      return false;
    }
    prefix = waiting.pop();
    taken.clear();
    remembered.clear();
    return true;
  }

  /** Tells that a choice which this run does not take ends the packet with this verdict. */
  void mayEnd(Verdict verdict) {
    endings.add(verdict);
  }

  /** Whether every choice told of by {@link #mayEnd} ends the packet with this verdict. */
  boolean allEnd(Verdict verdict) {
    return endings.stream().allMatch(verdict::equals);
  }

  /** How many states were branched at. */
  int size() {
    return seen.size();
  }

  /** That more steps were looked at. */
  void looked(int steps) {
    looks += steps;
  }

  /** How many steps were looked at, in all runs. */
  long looks() {
    return looks;
  }

  Callers callers() {
    return callers;
  }

  /** What this run has to remember: a part of its state. */
  Map<String, Boolean> remembered() {
    return Map.copyOf(remembered);
  }

  /** The packet was changed: what held of it need not hold any more. */
  void forget() {
    remembered.clear();
  }

  /** One answer; {@code state} is asked for only where it is a new one. */
  boolean choose(boolean guess, Supplier<Object> state) {
    int at = taken.size();
    boolean answer;
    if (at < prefix.size()) {
      answer = prefix.get(at);
    } else {
      // the first run comes to its end: a loop of chains leads to the same again
      if (!seen.add(state.get()) && !prefix.isEmpty()) {
        throw KnownFromHere.INSTANCE;
      }
      answer = guess;
      List<Boolean> other = new ArrayList<>(taken);
      other.add(!guess);
      waiting.push(other);
    }
    taken.add(answer);
    return answer;
  }

  /**
   * As {@link #choose}, and the same again whenever this expression is asked of the same packet.
   */
  boolean chooseOnce(String expression, boolean guess, Supplier<Object> state) {
    Boolean before = remembered.get(expression);
    if (before != null) {
      return before;
    }
    boolean answer = choose(guess, state);
    remembered.put(expression, answer);
    return answer;
  }
}
