package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.Product;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Finds the steps of a chain that may take a packet, without asking all of them: each step stands
 * under the narrowest block of one field that holds all that it asks for there. A block is a power
 * of two of values, as a network is.
 */
final class Index {
  /** Chains of fewer steps are asked through. */
  static final int SMALL = 12;

  private static final int[] KEYS = {
    SOURCE, DESTINATION, IN, OUT, DESTINATION_PORT, SOURCE_PORT, SOURCE_HIGH, DESTINATION_HIGH, MARK
  };

  private final List<Op> ops;
  private final boolean small;

  /** Under each key field and number of free bits, the steps of each block, in order. */
  private final List<Level> levels = new ArrayList<>();

  private final List<Integer> everywhere = new ArrayList<>();

  private record Level(int field, int free, Map<Long, int[]> blocks) {}

  private record Key(int field, int free, long block) {}

  Index(List<Op> ops) {
    this.ops = ops;
    this.small = ops.size() < SMALL;
    if (!small) {
      build();
    }
  }

  private void build() {
    Map<Key, List<Integer>> byKey = new HashMap<>();
    for (int i = 0; i < ops.size(); i++) {
      Key key = narrowest(ops.get(i));
      if (key.free() >= 64) {
        everywhere.add(i);
      } else {
        byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(i);
      }
    }
    Map<Integer, Map<Long, int[]>> byLevel = new HashMap<>();
    byKey.forEach((key, places) ->
        byLevel
            .computeIfAbsent(key.field() * 64 + key.free(), k -> new HashMap<>())
            .put(key.block(), places.stream().mapToInt(i -> i).toArray()));
    byLevel.keySet().stream()
        .sorted()
        .forEach(k -> levels.add(new Level(k / 64, k % 64, byLevel.getOrDefault(k, Map.of()))));
  }

  private static Key narrowest(Op op) {
    Key best = new Key(0, 64, 0);
    double least = 1;
    for (Clause clause : op.demand().clauses()) {
      if (!clause.isPlain()) {
        continue;
      }
      for (Clause.Test test : clause.tests()) {
        double share = share(test);
        if (share < least && Arrays.stream(KEYS).anyMatch(key -> key == test.field())) {
          Key key = block(test);
          if (key.free() < 64) {
            best = key;
            least = share;
          }
        }
      }
    }
    return best;
  }

  /** About which share of the packets a ruleset is about the test lets pass. */
  private static double share(Clause.Test test) {
    double size = test.values().size();
    return switch (test.field()) {
      case SOURCE, DESTINATION -> size / 0x1p32;
      case SOURCE_HIGH, DESTINATION_HIGH -> size / 0x1p64 + 0x1p-30;
      case IN, OUT, MARK -> size / 0x1p10;
      default -> size / 0x1p16;
    };
  }

  /** The smallest block that holds all values of the test. */
  private static Key block(Clause.Test test) {
    if (test.values().isEmpty()) {
      return new Key(test.field(), 0, -1);
    }
    long lo = test.values().min();
    long hi = test.values().hi(test.values().count() - 1);
    int free = 64 - Long.numberOfLeadingZeros(lo ^ hi);
    return new Key(test.field(), free, free == 64 ? 0 : lo >>> free);
  }

  /**
   * The next step at or behind {@code from} that may take the packet; the number of steps where
   * there is none.
   */
  Cursor cursor(State state) {
    return new Cursor(state);
  }

  /** Walks through the steps that may take one packet. */
  final class Cursor {
    private final List<int[]> lists = new ArrayList<>();
    private final int[] at;

    private Cursor(State state) {
      if (!small) {
        if (!everywhere.isEmpty()) {
          lists.add(everywhereArray());
        }
        for (Level level : levels) {
          add(level, state);
        }
      }
      at = new int[lists.size()];
    }

    private void add(Level level, State state) {
      if (state.isUnknown(level.field())) {
        level.blocks().values().forEach(lists::add);
        return;
      }
      int[] places = level.blocks().get(state.get(level.field()) >>> level.free());
      if (places != null) {
        lists.add(places);
      }
    }

    /**
     * The place of the next candidate from {@code from} on; the number of steps where there is
     * none.
     */
    int next(int from) {
      if (small) {
        return Math.min(from, ops.size());
      }
      int least = ops.size();
      for (int i = 0; i < at.length; i++) {
        int[] places = lists.get(i);
        if (at[i] < places.length && places[at[i]] < from) {
          at[i] = first(places, at[i], from);
        }
        if (at[i] < places.length && places[at[i]] < least) {
          least = places[at[i]];
        }
      }
      return least;
    }
  }

  /**
   * The steps from one place up to another whose block holds some packets of a box, in no order.
   */
  IntStream within(Product box, int from, int to) {
    if (cost(box, from, to) == to - from) {
      return IntStream.range(from, to);
    }
    IntStream.Builder found = IntStream.builder();
    addBetween(everywhereArray(), from, to, found);
    for (Level level : levels) {
      for (int[] places : blocks(level, box)) {
        addBetween(places, from, to, found);
      }
    }
    return found.build();
  }

  /** How many blocks, or steps where these are fewer, are looked at for the steps of a box. */
  int cost(Product box, int from, int to) {
    double blocks = 1;
    for (Level level : levels) {
      blocks += Math.min(spans(box.set(level.field()), level.free()), level.blocks().size());
    }
    return small || blocks > to - from ? to - from : (int) blocks;
  }

  /** Where, from an index on, the first of ascending places is that is not below one. */
  static int first(int[] places, int begin, int least) {
    int found = Arrays.binarySearch(places, begin, places.length, least);
    return found >= 0 ? found : -found - 1;
  }

  private static void addBetween(int[] places, int from, int to, IntStream.Builder found) {
    for (int i = first(places, 0, from); i < places.length && places[i] < to; i++) {
      found.add(places[i]);
    }
  }

  private static Collection<int[]> blocks(Level level, Product box) {
    IntervalSet values = box.set(level.field());
    int free = level.free();
    if (spans(values, free) > level.blocks().size()) {
      return level.blocks().values();
    }
    Map<Long, int[]> found = new HashMap<>();
    for (int i = 0; i < values.count(); i++) {
      for (long block = values.lo(i) >>> free; block <= values.hi(i) >>> free; block++) {
        int[] places = level.blocks().get(block);
        if (places != null) {
          found.put(block, places);
        }
      }
    }
    return found.values();
  }

  /** How many blocks hold some of the values, or a few more. */
  private static double spans(IntervalSet values, int free) {
    double spans = 0;
    for (int i = 0; i < values.count(); i++) {
      spans += span(values, i, free);
    }
    return spans;
  }

  private static double span(IntervalSet values, int i, int free) {
    return (double) ((values.hi(i) >>> free) - (values.lo(i) >>> free) & Long.MAX_VALUE) + 1;
  }

  private int @org.jspecify.annotations.Nullable [] everywhereCache;

  private int[] everywhereArray() {
    int[] known = everywhereCache;
    if (known == null) {
      known = everywhere.stream().mapToInt(i -> i).toArray();
      everywhereCache = known;
    }
    return known;
  }
}
