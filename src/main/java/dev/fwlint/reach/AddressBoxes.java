package dev.fwlint.reach;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.reach.Clause.Test;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From networks to boxes of an address's fields, as few as may be. */
final class AddressBoxes {
  private AddressBoxes() {}

  /** A network by its first address and the length of its prefix. */
  record Block(Address base, int length) {
    boolean v4() {
      return base.family() == Family.IPV4;
    }

    /** The lower halves of its addresses. */
    IntervalSet lows() {
      if (v4()) {
        return block(base.low(), length, 32);
      }
      return length <= 64 ? IntervalSet.all(-1L) : block(base.low(), length - 64, 64);
    }

    /** The upper halves; an IPv4 address has none. */
    IntervalSet highs() {
      return length >= 64 ? IntervalSet.of(base.high()) : block(base.high(), length, 64);
    }

    private static IntervalSet block(long base, int length, int bits) {
      long free = bits - length == 64 ? -1L : (1L << bits - length) - 1;
      return IntervalSet.of(base, base | free);
    }
  }

  /** The IPv4 addresses of networks. */
  static IntervalSet v4(List<Block> blocks) {
    return blocks.isEmpty()
        ? IntervalSet.EMPTY
        : IntervalSet.union(blocks.stream().map(Block::lows).toList());
  }

  /**
   * That an address is in one of the networks.
   *
   * @param high the field of the upper half; that of the lower one follows it
   */
  static List<List<Test>> of(Family family, List<Block> blocks, int high) {
    if (blocks.isEmpty()) {
      return List.of();
    }
    if (family == Family.IPV4) {
      return List.of(List.of(new Test(high + 1, v4(blocks))));
    }
    Map<IntervalSet, List<IntervalSet>> byHigh = new LinkedHashMap<>();
    blocks.forEach(
        block -> byHigh.computeIfAbsent(block.highs(), h -> new ArrayList<>()).add(block.lows()));
    Map<IntervalSet, List<IntervalSet>> byLow = new LinkedHashMap<>();
    byHigh.forEach((highs, lows) ->
        byLow.computeIfAbsent(IntervalSet.union(lows), l -> new ArrayList<>()).add(highs));
    List<List<Test>> boxes = new ArrayList<>();
    byLow.forEach((lows, highs) -> {
      List<Test> box = new ArrayList<>(List.of(new Test(high, IntervalSet.union(highs))));
      if (!lows.isAll(-1L)) {
        box.add(new Test(high + 1, lows));
      }
      boxes.add(box);
    });
    return boxes;
  }
}
