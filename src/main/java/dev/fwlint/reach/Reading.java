package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Protocols;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.PacketSet;
import dev.fwlint.packets.Product;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Orders packets by protocol and port, as people read them: the ports that the same others get to
 * are told together, and so are the protocols of the same ports.
 */
final class Reading {
  private static final int MOST_PORT = 0xffff;

  private final Fields fields;
  private final UnaryOperator<Product> plain;
  private final UnaryOperator<List<Product>> covering;

  /** What holds of packets beside protocol and port, and whose ports of which protocols it is. */
  private final Map<List<Product>, Map<IntervalSet, IntervalSet>> byRest = new LinkedHashMap<>();

  /**
   * @param protocols the IP protocols
   * @param ports their destination ports; of ICMP, the types
   * @param rest what else holds of the packets
   */
  record Entry(IntervalSet protocols, IntervalSet ports, Product rest) {}

  /**
   * @param plain leaves out of packets what says nothing
   * @param covering the same of several together
   */
  Reading(Fields fields, UnaryOperator<Product> plain, UnaryOperator<List<Product>> covering) {
    this.covering = covering;
    this.fields = fields;
    this.plain = plain;
  }

  List<Entry> entries(List<Product> packets) {
    for (IntervalSet protocols : classes(packets)) {
      long protocol = protocols.min();
      List<Product> alike =
          packets.stream()
              .filter(product -> product.set(PROTOCOL).contains(protocol))
              .map(product -> plain.apply(ofProtocol(product, protocol)))
              .filter(product -> !product.isEmpty())
              .toList();
      if (Protocols.hasPorts((int) protocol)) {
        ports(protocols, alike, DESTINATION_PORT, IntervalSet.all(MOST_PORT));
      } else if (protocol == fields.icmp()) {
        types(protocols, alike);
      } else {
        List<Product> portless = new ArrayList<>();
        for (Product product : alike) {
          if (product.set(DESTINATION_PORT).contains(0) && product.set(SOURCE_PORT).contains(0)) {
            portless.add(product.without(DESTINATION_PORT).without(SOURCE_PORT));
          }
        }
        add(protocols, IntervalSet.all(MOST_PORT), portless);
      }
    }
    return merged();
  }

  /** Without the lengths that such packets cannot have. */
  private Product ofProtocol(Product product, long protocol) {
    boolean v6 = fields.space.greatest(SOURCE_HIGH) != 0;
    IntervalSet lengths = IntervalSet.of(Lengths.least((int) protocol, false, v6), MOST_PORT);
    Product any = product.without(PROTOCOL);
    return any.set(LENGTH).containsAll(lengths) ? any.without(LENGTH) : any.with(LENGTH, lengths);
  }

  private void types(IntervalSet protocols, List<Product> alike) {
    IntervalSet asks =
        IcmpKinds.of(fields.family).asks().stream()
            .map(IntervalSet::of)
            .reduce(IntervalSet.EMPTY, IntervalSet::union);
    List<Product> requests = new ArrayList<>();
    for (Product product : alike) {
      if (product.set(DESTINATION_PORT).contains(0)) {
        requests.add(product.without(DESTINATION_PORT));
      }
    }
    ports(protocols, requests, SOURCE_PORT, asks);
  }

  /** Protocols that no packets tell apart, those with ports and ICMP one by one. */
  private List<IntervalSet> classes(List<Product> packets) {
    TreeSet<Long> starts = new TreeSet<>(List.of(0L));
    for (Product product : packets) {
      starts(product.set(PROTOCOL), starts);
    }
    for (long number = 0; number <= 255; number++) {
      if (Protocols.hasPorts((int) number) || number == fields.icmp()) {
        starts.add(number);
        starts.add(number + 1);
      }
    }
    return ranges(starts, 255);
  }

  private static void starts(IntervalSet set, TreeSet<Long> starts) {
    for (int i = 0; i < set.count(); i++) {
      starts.add(set.lo(i));
      starts.add(set.hi(i) + 1);
    }
  }

  private static List<IntervalSet> ranges(TreeSet<Long> starts, long greatest) {
    List<IntervalSet> ranges = new ArrayList<>();
    for (long start : starts) {
      if (start <= greatest) {
        Long next = starts.higher(start);
        ranges.add(IntervalSet.of(start, next == null ? greatest : Math.min(next - 1, greatest)));
      }
    }
    return ranges;
  }

  private void ports(IntervalSet protocols, List<Product> alike, int field, IntervalSet among) {
    TreeSet<Long> starts = new TreeSet<>(List.of(0L));
    alike.forEach(product -> starts(product.set(field).intersect(among), starts));
    starts(among, starts);
    Map<List<Product>, IntervalSet> byRest = new LinkedHashMap<>();
    for (IntervalSet range : ranges(starts, MOST_PORT)) {
      if (among.contains(range.min())) {
        List<Product> rest = new ArrayList<>();
        for (Product product : alike) {
          if (product.set(field).contains(range.min())) {
            rest.add(product.without(field));
          }
        }
        byRest.merge(joined(rest), range, IntervalSet::union);
      }
    }
    byRest.forEach((rest, ports) -> {
      boolean all = ports.containsAll(among);
      add(protocols, all ? IntervalSet.all(MOST_PORT) : ports, rest);
    });
  }

  private List<Product> joined(List<Product> products) {
    List<Product> joined = PacketSet.union(fields.space, products).products();
    List<Product> plainer = joined.stream().map(plain).toList();
    List<Product> told = trimmed(PacketSet.union(fields.space, covering.apply(plainer)).products());
    return told.size() < 2
        ? told
        : told.stream().sorted(Comparator.comparing(Product::toString)).toList();
  }

  /**
   * Where the lower half of an IPv6 address counts, without the upper halves of which all get
   * through: what is left can be told as networks.
   */
  private List<Product> trimmed(List<Product> products) {
    if (fields.family == Family.IPV4 || products.size() < 2) {
      return products;
    }
    List<Product> trimmed = new ArrayList<>();
    for (Product product : products) {
      Product left = product;
      for (int high : new int[] {SOURCE_HIGH, DESTINATION_HIGH}) {
        boolean counts = left.fields().anyMatch(field -> field == high + 1);
        for (Product other : counts ? products : List.<Product>of()) {
          if (other != product && other.without(high).containsAll(left.without(high))) {
            IntervalSet others = other.set(high).complement(fields.space.greatest(high));
            left = left.with(high, others);
          }
        }
      }
      if (!left.isEmpty()) {
        trimmed.add(left);
      }
    }
    return trimmed;
  }

  private void add(IntervalSet protocols, IntervalSet ports, List<Product> rest) {
    List<Product> joined = joined(rest);
    if (!joined.isEmpty()) {
      byRest
          .computeIfAbsent(joined, r -> new LinkedHashMap<>())
          .merge(ports, protocols, IntervalSet::union);
    }
  }

  private List<Entry> merged() {
    List<Entry> entries = new ArrayList<>();
    byRest.forEach((rest, byPorts) ->
        byPorts.forEach((ports, protocols) ->
            rest.forEach(one -> entries.add(new Entry(protocols, ports, one)))));
    return entries;
  }
}
