package dev.fwlint.reach;

import dev.fwlint.packets.Point;
import dev.fwlint.packets.Product;
import java.util.Arrays;
import java.util.BitSet;

/**
 * A packet at some place of its way: the value of each field, or that it is not known any more.
 * Immutable.
 */
final class State {
  private final long[] values;
  private final BitSet unknown;

  private State(long[] values, BitSet unknown) {
    this.values = values;
    this.unknown = unknown;
  }

  static State of(Point packet, int fields) {
    long[] values = new long[fields];
    Arrays.setAll(values, packet::get);
    return new State(values, new BitSet());
  }

  /** What all packets of a product have alike. */
  static State of(Product packets) {
    long[] values = new long[packets.space().size()];
    BitSet unknown = new BitSet();
    unknown.set(0, values.length);
    packets
        .fields()
        .filter(field -> packets.set(field).size() == 1)
        .forEach(field -> {
          values[field] = packets.set(field).min();
          unknown.clear(field);
        });
    return new State(values, unknown);
  }

  long get(int field) {
    return values[field];
  }

  boolean isWhole() {
    return unknown.isEmpty();
  }

  boolean isUnknown(int field) {
    return unknown.get(field);
  }

  State with(int field, long value) {
    if (values[field] == value && !unknown.get(field)) {
      return this;
    }
    long[] changed = values.clone();
    changed[field] = value;
    BitSet known = unknown;
    if (unknown.get(field)) {
      known = (BitSet) unknown.clone();
      known.clear(field);
    }
    return new State(changed, known);
  }

  State withUnknown(int field) {
    if (unknown.get(field)) {
      return this;
    }
    BitSet more = (BitSet) unknown.clone();
    more.set(field);
    return new State(values, more);
  }

  State copied(int from, int to) {
    return isUnknown(from) ? withUnknown(to) : with(to, get(from));
  }
}
