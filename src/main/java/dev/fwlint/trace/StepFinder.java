package dev.fwlint.trace;

import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the steps of a long chain that a packet may match: most ask for one address, one port or
 * one interface, and it is another one.
 */
final class StepFinder {
  /** So few steps are looked at one by one. */
  private static final int FEW = 16;

  private static final int[] NONE = {};

  /**
   * By the one value that they ask for, of the first kind that fits; all others under {@code this}.
   */
  private final Map<Object, int[]> places = new HashMap<>();

  private final int count;

  /** That a step asks for one value: of which end or side, and which. */
  private record Asked(Object where, Object value) {}

  private enum Side {
    IN,
    OUT,
    PORT
  }

  StepFinder(List<Step> steps) {
    count = steps.size();
    if (count <= FEW) {
      return;
    }
    Map<Object, List<Integer>> found = new HashMap<>();
    for (int i = 0; i < steps.size(); i++) {
      Object key = key(steps.get(i)).<Object>map(asked -> asked).orElse(this);
      found.computeIfAbsent(key, k -> new ArrayList<>(1)).add(i);
    }
    found.forEach((key, all) -> places.put(key, all.stream().mapToInt(i -> i).toArray()));
  }

  private static Optional<Asked> key(Step step) {
    return Stream.of(End.SOURCE, End.DESTINATION)
        .flatMap(end -> host(step, end).stream())
        .findFirst()
        .or(() -> port(step))
        .or(() -> device(step, Side.OUT))
        .or(() -> device(step, Side.IN));
  }

  private static Optional<Asked> host(Step step, End end) {
    for (Condition condition : step.conditions()) {
      if (condition instanceof Condition.InNetwork in && in.end() == end && !in.negated()) {
        if (in.network().isHost()) {
          return Optional.of(new Asked(end, in.network().base()));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Asked> port(Step step) {
    for (Condition condition : step.conditions()) {
      if (condition instanceof Condition.Port asked
          && asked.end() == End.DESTINATION
          && !asked.negated()
          && asked.ports().size() == 1
          && asked.ports().getFirst().from() == asked.ports().getFirst().to()) {
        return Optional.of(new Asked(Side.PORT, (int) asked.ports().getFirst().from()));
      }
    }
    return Optional.empty();
  }

  private static Optional<Asked> device(Step step, Side side) {
    for (Condition condition : step.conditions()) {
      if (condition instanceof Condition.Interface by
          && by.in() == (side == Side.IN)
          && !by.negated()
          && !by.prefix()) {
        return Optional.of(new Asked(side, by.name()));
      }
    }
    return Optional.empty();
  }

  /** The steps for a packet as it is now. */
  Walk along(Flow flow) {
    if (count <= FEW) {
      return new Walk();
    }
    return new Walk(
        of(this),
        of(new Asked(End.SOURCE, flow.source)),
        of(new Asked(End.DESTINATION, flow.destination)),
        of(new Asked(Side.PORT, flow.destinationPort)),
        of(new Asked(Side.OUT, flow.out)),
        of(new Asked(Side.IN, flow.in)));
  }

  private int[] of(Object key) {
    return places.getOrDefault(key, NONE);
  }

  /** From step to step, in their order. */
  final class Walk {
    private final int[][] lists;
    private final int[] passed;

    private Walk(int[]... lists) {
      this.lists = lists;
      this.passed = new int[lists.length];
    }

    /**
     * The place of the first at or behind another, which must not be before those asked for
     * earlier; the number of all steps where there is none.
     */
    int next(int from) {
      if (lists.length == 0) {
        return from;
      }
      int next = count;
      for (int i = 0; i < lists.length; i++) {
        int[] list = lists[i];
        int at = passed[i];
        while (at < list.length && list[at] < from) {
          at++;
        }
        passed[i] = at;
        next = at < list.length ? Math.min(next, list[at]) : next;
      }
      return next;
    }
  }
}
