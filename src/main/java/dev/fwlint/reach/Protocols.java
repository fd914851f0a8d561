package dev.fwlint.reach;

import java.util.Map;

/** IP protocols by the names that a packet's JSON has for them. */
final class Protocols {
  private static final Map<Integer, String> NAMES =
      Map.of(1, "icmp", 6, "tcp", 17, "udp", 58, "ipv6-icmp", 132, "sctp");

  private Protocols() {}

  /** The name, or the number of a protocol without one. */
  static Object name(int protocol) {
    return NAMES.containsKey(protocol) ? NAMES.get(protocol) : (Object) protocol;
  }
}
