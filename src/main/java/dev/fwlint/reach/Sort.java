package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.ast.Family;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.Product;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * A sort of packet that exists: its protocol, state, and what else belongs to it.
 *
 * @param flags TCP's, or -1
 * @param type ICMP's, or -1
 */
record Sort(int protocol, int state, int reply, int flags, int type) {
  private static final List<Sort> PLAIN =
      List.of(
          new Sort(6, NEW, 0, 2, -1),
          new Sort(17, NEW, 0, -1, -1),
          new Sort(6, ESTABLISHED, 0, 16, -1),
          new Sort(6, ESTABLISHED, 1, 16, -1),
          new Sort(17, ESTABLISHED, 1, -1, -1),
          new Sort(132, NEW, 0, -1, -1),
          new Sort(33, NEW, 0, -1, -1),
          new Sort(136, NEW, 0, -1, -1),
          new Sort(47, NEW, 0, -1, -1));

  private static final Set<Integer> USUAL = Set.of(8, 128, 3, 1, 0, 129, 135);

  private static final List<Sort> RARE =
      List.of(
          new Sort(6, NEW, 0, 16, -1),
          new Sort(6, ESTABLISHED, 0, 24, -1),
          new Sort(6, INVALID, 0, 18, -1),
          new Sort(6, INVALID, 0, 0, -1),
          new Sort(6, INVALID, 0, 1, -1),
          new Sort(6, INVALID, 0, 41, -1),
          new Sort(6, ESTABLISHED, 0, 17, -1),
          new Sort(6, ESTABLISHED, 0, 48, -1));

  /** The plainest first; of protocols that have none here, one of the least that is asked for. */
  static List<Sort> all(Family family, IntervalSet protocols) {
    List<Sort> sorts = new ArrayList<>(PLAIN);
    IcmpKinds kinds = IcmpKinds.of(family);
    int protocol = family == Family.IPV4 ? 1 : 58;
    sorts.addAll(icmp(protocol, kinds.asks(), NEW, 0));
    sorts.addAll(icmp(protocol, kinds.errors(), RELATED, 0));
    sorts.addAll(icmp(protocol, kinds.answers(), ESTABLISHED, 1));
    sorts.addAll(icmp(protocol, kinds.untracked(), UNTRACKED_STATE, 0));
    sorts.addAll(RARE);
    sorts.addAll(icmp(protocol, kinds.strays(), INVALID, 0));
    if (!protocols.isEmpty() && sorts.stream().noneMatch(s -> protocols.contains(s.protocol()))) {
      int rare = (int) protocols.min();
      sorts.add(new Sort(rare, NEW, 0, -1, -1));
      sorts.add(new Sort(rare, ESTABLISHED, 0, -1, -1));
      sorts.add(new Sort(rare, ESTABLISHED, 1, -1, -1));
    }
    return sorts;
  }

  /** The packets of this sort. */
  Product of(Product packets, boolean v6) {
    Product result =
        packets
            .with(TRACKED_STATE, IntervalSet.of(state))
            .with(PROTOCOL, IntervalSet.of(protocol))
            .with(REPLY, IntervalSet.of(reply))
            .with(LENGTH, IntervalSet.of(Lengths.least(protocol, state == RELATED, v6), 0xffff));
    if (flags >= 0) {
      result = result.with(TCP_FLAGS, IntervalSet.of(flags));
    }
    if (type >= 0) {
      int code = result.set(DESTINATION_PORT).contains(0) ? 0 : 255;
      result = result.with(SOURCE_PORT, IntervalSet.of(type));
      result = result.with(DESTINATION_PORT, IntervalSet.of(0, code));
    }
    boolean known = state == ESTABLISHED || state == RELATED;
    return known ? result : result.with(CONNECTION_MARK, IntervalSet.of(0));
  }

  private static List<Sort> icmp(int protocol, Set<Integer> types, int state, int reply) {
    return types.stream()
        .sorted(Comparator.comparing((Integer type) -> !USUAL.contains(type)).thenComparing(t -> t))
        .map(type -> new Sort(protocol, state, reply, -1, type))
        .toList();
  }
}
