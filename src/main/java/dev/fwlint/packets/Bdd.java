package dev.fwlint.packets;

import java.util.Optional;

/**
 * Sets of points as reduced ordered binary decision diagrams: a set is a number, and equal sets are
 * the same number. The variables are the bits of the fields, field after field, the highest first.
 */
final class Bdd {
  static final int NONE = 0;

  /** Every combination of bits: also values beyond the greatest of a field. */
  private static final int TRUE = 1;

  private static final int AND = 1;
  private static final int OR = 2;
  private static final int DIFF = 3;

  /** One field's bits on top of a diagram of the fields after it. */
  private record Layer(IntervalSet values, int end, int below) {}

  private static final int CACHE = 1 << 14;

  private final Space space;
  private final Nodes nodes;

  /** The number of the first bit of each field, and at the end that of all bits. */
  private final int[] begin;

  /** What has been worked out lately; a newer entry displaces an older one. */
  private long[] keys = new long[CACHE];

  private int[] results = new int[CACHE];

  Bdd(Space space, int limit) {
    this.space = space;
    nodes = new Nodes(limit);
    begin = new int[space.size() + 1];
    for (int field = 0; field < space.size(); field++) {
      begin[field + 1] = begin[field] + 64 - Long.numberOfLeadingZeros(space.greatest(field));
    }
  }

  /** How many nodes there are. */
  int size() {
    return nodes.count();
  }

  int of(Product product) {
    if (product.isEmpty()) {
      return NONE;
    }
    int node = TRUE;
    for (int field = space.size() - 1; field >= 0; field--) {
      IntervalSet values = product.set(field);
      Layer layer = new Layer(values, begin[field + 1], node);
      node = build(layer, 0, values.count(), 0, begin[field + 1] - begin[field]);
    }
    return node;
  }

  /**
   * The part from {@code base} on of as many values as {@code bits} bits have; intervals from..to-1
   * reach it.
   */
  private int build(Layer layer, int from, int to, long base, int bits) {
    if (from == to) {
      return NONE;
    }
    IntervalSet values = layer.values;
    long last = bits == 0 ? base : base | (-1L >>> (64 - bits));
    if (!IntervalSet.less(base, values.lo(from)) && !IntervalSet.less(values.hi(from), last)) {
      return layer.below;
    }
    long middle = base | (1L << (bits - 1));
    int split = from;
    while (split < to && IntervalSet.less(values.lo(split), middle)) {
      split++;
    }
    boolean across = split > from && !IntervalSet.less(values.hi(split - 1), middle);
    int low = build(layer, from, split, base, bits - 1);
    int high = build(layer, across ? split - 1 : split, to, middle, bits - 1);
    return nodes.make(layer.end - bits, low, high);
  }

  int and(int a, int b) {
    return apply(AND, a, b);
  }

  int or(int a, int b) {
    return apply(OR, a, b);
  }

  /** What is in {@code a} and not in {@code b}. */
  int diff(int a, int b) {
    return apply(DIFF, a, b);
  }

  private int apply(int operation, int a, int b) {
    int known = simple(operation, a, b);
    if (known >= 0) {
      return known;
    }
    long key = ((long) operation << 60) | ((long) a << 30) | b;
    int slot = Nodes.mix(operation, a, b) & (keys.length - 1);
    if (keys[slot] == key) {
      return results[slot];
    }
    int level = Math.min(nodes.level(a), nodes.level(b));
    int low = apply(operation, low(a, level), low(b, level));
    int high = apply(operation, high(a, level), high(b, level));
    int result = nodes.make(level, low, high);
    remember(slot, key, result);
    return result;
  }

  /** The result where it takes no work, or -1. */
  private static int simple(int operation, int a, int b) {
    return switch (operation) {
      case AND -> a == NONE || b == NONE ? NONE : a == TRUE || a == b ? b : b == TRUE ? a : -1;
      case OR -> a == TRUE || b == TRUE ? TRUE : a == NONE || a == b ? b : b == NONE ? a : -1;
      default -> a == NONE || b == TRUE || a == b ? NONE : b == NONE ? a : -1;
    };
  }

  private int low(int node, int level) {
    return nodes.level(node) == level ? nodes.low(node) : node;
  }

  private int high(int node, int level) {
    return nodes.level(node) == level ? nodes.high(node) : node;
  }

  private void remember(int slot, long key, int result) {
    if (nodes.count() > 2 * keys.length) {
      keys = new long[4 * keys.length];
      results = new int[keys.length];
    } else {
      keys[slot] = key;
      results[slot] = result;
    }
  }

  /** The first point of a set. */
  Optional<Point> onePoint(int set) {
    if (set == NONE) {
      return Optional.empty();
    }
    long[] values = new long[space.size()];
    int node = set;
    int field = 0;
    while (node != TRUE) {
      while (nodes.level(node) >= begin[field + 1]) {
        field++;
      }
      boolean one = nodes.low(node) == NONE;
      if (one) {
        values[field] |= 1L << (begin[field + 1] - 1 - nodes.level(node));
      }
      node = one ? nodes.high(node) : nodes.low(node);
    }
    return Optional.of(Point.of(values));
  }
}
