package dev.fwlint.packets;

import java.util.Arrays;

/** The nodes of decision diagrams, each of which exists once. 0 and 1 are the leaves. */
final class Nodes {
  /** The level of the leaves: below every variable. */
  private static final int LEAF = Integer.MAX_VALUE;

  private final int limit;
  private int[] level = new int[1 << 10];
  private int[] low = new int[1 << 10];
  private int[] high = new int[1 << 10];

  /**
   * Open addressing: the number of a node, or 0; always twice as long as there is room for nodes.
   */
  private int[] table = new int[1 << 11];

  private int count = 2;

  Nodes(int limit) {
    this.limit = limit;
    Arrays.fill(level, 0, 2, LEAF);
  }

  int count() {
    return count;
  }

  int level(int node) {
    return level[node];
  }

  int low(int node) {
    return low[node];
  }

  int high(int node) {
    return high[node];
  }

  /**
   * The node that asks a variable.
   *
   * @throws TooManyNodes if it would be one more than there may be
   */
  int make(int variable, int ifUnset, int ifSet) {
    if (ifUnset == ifSet) {
      return ifUnset;
    }
    int slot = slot(variable, ifUnset, ifSet);
    if (table[slot] != 0) {
      return table[slot];
    }
    if (count == limit) {
      throw new TooManyNodes();
    }
    if (count == level.length) {
      grow();
      slot = slot(variable, ifUnset, ifSet);
    }
    level[count] = variable;
    low[count] = ifUnset;
    high[count] = ifSet;
    table[slot] = count;
    return count++;
  }

  /** Where a node is in the table, or where it belongs. */
  private int slot(int variable, int ifUnset, int ifSet) {
    int slot = mix(variable, ifUnset, ifSet) & (table.length - 1);
    while (table[slot] != 0 && !is(table[slot], variable, ifUnset, ifSet)) {
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }

  private boolean is(int node, int variable, int ifUnset, int ifSet) {
    return low[node] == ifUnset && high[node] == ifSet && level[node] == variable;
  }

  /** Spreads three numbers over 32 bits. */
  static int mix(int a, int b, int c) {
    int hash = (a * 0x9e3779b1 + b) * 0x85ebca6b + c;
    hash = (hash ^ hash >>> 15) * 0xc2b2ae35;
    return hash ^ hash >>> 16;
  }

  private void grow() {
    level = Arrays.copyOf(level, 2 * count);
    low = Arrays.copyOf(low, 2 * count);
    high = Arrays.copyOf(high, 2 * count);
    table = new int[4 * count];
    for (int node = 2; node < count; node++) {
      table[slot(level[node], low[node], high[node])] = node;
    }
  }
}
