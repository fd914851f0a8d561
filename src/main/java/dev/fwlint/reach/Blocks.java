package dev.fwlint.reach;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.PacketSet;
import dev.fwlint.packets.Product;
import dev.fwlint.reach.Opening.Hosts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Writes sets of addresses as networks. */
final class Blocks {
  /** Of more upper halves of IPv6 addresses than this, what holds of the lower is told once. */
  private static final int MOST_HALVES = 64;

  private final Fields fields;

  Blocks(Fields fields) {
    this.fields = fields;
  }

  /**
   * The addresses of packets, as those in networks or as all but those in networks, whichever are
   * fewer; networks without one that is meant are left out.
   */
  Hosts of(Product packets, int high, PacketSet meant) {
    Product some = only(packets, high);
    if (some.isAll()) {
      return Hosts.ALL;
    }
    List<String> in = networks(some, high, meant);
    if (some.fields().count() > 1) {
      return new Hosts(false, in);
    }
    List<String> out = networks(complement(some), high, meant);
    return out.size() < in.size() ? new Hosts(true, out) : new Hosts(false, in);
  }

  private Product only(Product packets, int high) {
    Product some = Product.all(fields.space);
    return some.with(high, packets.set(high)).with(high + 1, packets.set(high + 1));
  }

  private Product complement(Product one) {
    int field = one.fields().findFirst().orElseThrow();
    IntervalSet others = one.set(field).complement(fields.space.greatest(field));
    return Product.all(fields.space).with(field, others);
  }

  private List<String> networks(Product some, int high, PacketSet meant) {
    if (fields.family == Family.IPV4) {
      return networks(some, high, high + 1, "", meant);
    }
    if (some.fields().noneMatch(field -> field == high + 1)) {
      return networks(some, high, high, "", meant);
    }
    IntervalSet highs =
        some.set(high)
            .intersect(IntervalSet.union(meant.products().stream().map(p -> p.set(high)).toList()));
    if (highs.size() > MOST_HALVES) {
      return networks(some, high, high, identifiers(some.set(high + 1)), meant);
    }
    List<String> networks = new ArrayList<>();
    for (int i = 0; i < highs.count(); i++) {
      for (long half = highs.lo(i); half != highs.hi(i) + 1; half++) {
        Product one = some.with(high, IntervalSet.of(half));
        networks.addAll(networks(one, high, high + 1, "", meant));
      }
    }
    return networks;
  }

  private List<String> networks(Product some, int high, int varied, String rest, PacketSet meant) {
    List<String> networks = new ArrayList<>();
    IntervalSet values = some.set(varied);
    int bits = fields.family == Family.IPV4 ? 32 : 64;
    for (int i = 0; i < values.count(); i++) {
      blocks(values.lo(i), values.hi(i), bits)
          .forEach(block -> {
            if (meant.overlaps(some.with(varied, IntervalSet.of(block.from(), block.to())))) {
              networks.add(name(some.set(high), varied == high, block) + rest);
            }
          });
    }
    return networks;
  }

  /** Of addresses of any of several upper halves. */
  private static String identifiers(IntervalSet lows) {
    return " with interface identifier " + text(lows);
  }

  private static String text(IntervalSet lows) {
    return Stream.iterate(0, i -> i < lows.count(), i -> i + 1)
        .map(i ->
            new Address(Family.IPV6, 0, lows.lo(i)) + "-" + new Address(Family.IPV6, 0, lows.hi(i)))
        .reduce((one, other) -> one + "," + other)
        .orElse("");
  }

  private String name(IntervalSet highs, boolean high, Block block) {
    boolean v4 = fields.family == Family.IPV4;
    Address base =
        high
            ? new Address(Family.IPV6, block.from(), 0)
            : new Address(fields.family, v4 ? 0 : highs.min(), block.from());
    int length = (v4 || high ? 0 : 64) + block.length();
    return length == (v4 ? 32 : 128) ? base.toString() : base + "/" + length;
  }

  /** An aligned power of two of values. */
  private record Block(long from, long to, int length) {}

  private static List<Block> blocks(long lo, long hi, int bits) {
    List<Block> blocks = new ArrayList<>();
    long from = lo;
    while (true) {
      int free = from == 0 ? bits : Math.min(bits, Long.numberOfTrailingZeros(from));
      while (free > 0 && Long.compareUnsigned(from | ones(free), hi) > 0) {
        free--;
      }
      long to = from | ones(free);
      blocks.add(new Block(from, to, bits - free));
      if (to == hi) {
        return blocks;
      }
      from = to + 1;
    }
  }

  private static long ones(int count) {
    return count == 64 ? -1L : (1L << count) - 1;
  }
}
