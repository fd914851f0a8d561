package dev.fwlint.reach;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;
import dev.fwlint.model.Host;
import dev.fwlint.model.Host.Own;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.reach.AddressBoxes.Block;
import dev.fwlint.reach.Clause.Test;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Which addresses are of which type on a host whose addresses are known. */
final class HostTypes {
  private static final IntervalSet MULTICAST = IntervalSet.of(0xe000_0000L, 0xefff_ffffL);

  /** Every host takes what is sent to all. */
  private static final IntervalSet TO_ALL = IntervalSet.of(0).union(IntervalSet.of(0xffff_ffffL));

  private static final Set<String> DELIVERED = Set.of(Host.LOCAL, Host.BROADCAST, "ANYCAST");
  private static final String UNICAST = "UNICAST";

  private final Family family;
  private final List<Own> own;

  HostTypes(Host host, Family family) {
    this.family = family;
    this.own = host.own(family);
  }

  /**
   * Which packets have an address of one of the types.
   *
   * @param high the field of the address's upper half; that of the lower one follows it
   */
  Membership of(Set<String> types, int high) {
    if (family == Family.IPV6) {
      return new Membership(
          boxes(high, entry -> types.contains(entry.type()) && entry.sure()),
          boxes(high, entry -> types.contains(entry.type())));
    }
    Sets sets = sets(types);
    return new Membership(box(sets.certain, high), box(sets.possible, high));
  }

  private static List<List<Test>> box(IntervalSet values, int high) {
    return values.isEmpty() ? List.of() : List.of(List.of(new Test(high + 1, values)));
  }

  private List<List<Test>> boxes(int high, Predicate<Own> which) {
    return AddressBoxes.of(family, own.stream().filter(which).map(HostTypes::block).toList(), high);
  }

  private static Block block(Own entry) {
    return new Block(entry.network().base(), entry.network().bits());
  }

  /** Which packets routing may keep on the host: those to its own addresses, or to many hosts. */
  List<List<Test>> delivered(int high) {
    if (family == Family.IPV4) {
      IntervalSet to = sets(DELIVERED).possible.union(TO_ALL).union(MULTICAST);
      return box(to, high);
    }
    List<List<Test>> boxes = new ArrayList<>(of(DELIVERED, high).possible());
    boxes.add(List.of(new Test(high, IntervalSet.of(0xff00_0000_0000_0000L, -1L))));
    return boxes;
  }

  /** Which packets have an address that is the host's own for sure. */
  List<List<Test>> local(int high) {
    return of(Set.of(Host.LOCAL), high).certain();
  }

  boolean isLocal(Address address) {
    return own.stream().anyMatch(entry -> entry.isLocal() && entry.network().contains(address));
  }

  private static final class Sets {
    private IntervalSet certain = IntervalSet.EMPTY;
    private IntervalSet possible = IntervalSet.EMPTY;
  }

  /** From the shortest prefixes to the longest, which decide (net/ipv4/fib_frontend.c). */
  private Sets sets(Set<String> types) {
    Sets sets = new Sets();
    if (types.contains(UNICAST)) {
      sets.certain = IntervalSet.all(0xffff_ffffL);
      sets.possible = sets.certain;
    }
    Map<Integer, List<Own>> byLength = new TreeMap<>();
    own.forEach(entry ->
        byLength.computeIfAbsent(entry.network().bits(), l -> new ArrayList<>()).add(entry));
    byLength.values().forEach(level -> level(level, types, sets));
    fixed(MULTICAST, types.contains("MULTICAST"), sets);
    fixed(TO_ALL, types.contains(Host.BROADCAST), sets);
    return sets;
  }

  private static void level(List<Own> level, Set<String> types, Sets sets) {
    IntervalSet in = addresses(level, e -> e.sure() && types.contains(e.type()));
    IntervalSet out = addresses(level, e -> e.sure() && !types.contains(e.type()));
    IntervalSet perhapsIn = addresses(level, e -> !e.sure() && types.contains(e.type()));
    IntervalSet perhapsOut = addresses(level, e -> !e.sure() && !types.contains(e.type()));
    sets.certain = sets.certain.union(in).subtract(out).subtract(perhapsOut);
    sets.possible = sets.possible.subtract(out).union(in).union(perhapsIn);
  }

  private static IntervalSet addresses(List<Own> level, Predicate<Own> which) {
    return AddressBoxes.v4(level.stream().filter(which).map(HostTypes::block).toList());
  }

  private static void fixed(IntervalSet values, boolean inside, Sets sets) {
    sets.certain = inside ? sets.certain.union(values) : sets.certain.subtract(values);
    sets.possible = inside ? sets.possible.union(values) : sets.possible.subtract(values);
  }
}
