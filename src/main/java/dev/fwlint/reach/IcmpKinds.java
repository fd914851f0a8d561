package dev.fwlint.reach;

import dev.fwlint.ast.Family;
import java.util.Set;

/**
 * What conntrack makes of ICMP types (net/netfilter/nf_conntrack_proto_icmp.c, _icmpv6.c).
 *
 * @param asks may begin a connection
 * @param answers belong to one that was begun so
 * @param errors quote a packet of another connection, and are related to it
 * @param untracked are never tracked
 * @param strays some of all others, which are invalid
 */
record IcmpKinds(
    Set<Integer> asks,
    Set<Integer> answers,
    Set<Integer> errors,
    Set<Integer> untracked,
    Set<Integer> strays) {
  private static final IcmpKinds V4 =
      new IcmpKinds(
          Set.of(8, 13, 15, 17),
          Set.of(0, 14, 16, 18),
          Set.of(3, 4, 5, 11, 12),
          Set.of(),
          Set.of(9, 10));

  private static final IcmpKinds V6 =
      new IcmpKinds(
          Set.of(128, 139),
          Set.of(129, 140),
          Set.of(1, 2, 3, 4),
          Set.of(130, 131, 132, 133, 134, 135, 136, 143, 151, 152),
          Set.of(137, 138, 141, 142, 144, 145, 146, 147, 148, 149));

  static IcmpKinds of(Family family) {
    return family == Family.IPV4 ? V4 : V6;
  }
}
