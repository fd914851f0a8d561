package dev.fwlint.kernel;

import dev.fwlint.ast.Family;
import java.util.Map;
import java.util.Set;

/**
 * What conntrack knows of ICMP's types (net/netfilter/nf_conntrack_proto_icmp.c and ..._icmpv6.c).
 */
final class Icmp {
  static final int V4 = 1;
  static final int V6 = 58;

  /** The identifier that all of the lab's queries carry. */
  static final int ID = 0x4242;

  private static final Map<Integer, Integer> QUERIES = Map.of(8, 0, 13, 14, 15, 16, 17, 18);
  private static final Map<Integer, Integer> QUERIES_V6 = Map.of(128, 129, 139, 140);
  private static final Set<Integer> ERRORS = Set.of(3, 4, 5, 11, 12);
  private static final Set<Integer> ERRORS_V6 = Set.of(1, 2, 3, 4);
  private static final Set<Integer> UNTRACKED_V6 =
      Set.of(130, 131, 132, 133, 134, 135, 136, 143, 151, 152);

  private Icmp() {}

  static boolean is(Family family, int protocol) {
    return protocol == (family == Family.IPV4 ? V4 : V6);
  }

  private static Map<Integer, Integer> queries(int protocol) {
    return protocol == V4 ? QUERIES : QUERIES_V6;
  }

  /** Whether a packet of this type may start a connection. */
  static boolean asks(int protocol, int type) {
    return queries(protocol).containsKey(type);
  }

  static boolean answers(int protocol, int type) {
    return queries(protocol).containsValue(type);
  }

  static boolean isError(int protocol, int type) {
    return (protocol == V4 ? ERRORS : ERRORS_V6).contains(type);
  }

  static boolean isUntracked(int protocol, int type) {
    return protocol == V6 && UNTRACKED_V6.contains(type);
  }

  /** The type of the other direction; the same type where it has none. */
  static int answerTo(int protocol, int type) {
    return queries(protocol).entrySet().stream()
        .filter(pair -> pair.getKey() == type || pair.getValue() == type)
        .map(pair -> pair.getKey() == type ? pair.getValue() : pair.getKey())
        .findFirst()
        .orElse(type);
  }
}
