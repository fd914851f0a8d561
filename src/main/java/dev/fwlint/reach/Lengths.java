package dev.fwlint.reach;

import dev.fwlint.model.Protocols;

/** How long a packet is, its IP header included. */
final class Lengths {
  private Lengths() {}

  /** What a packet's JSON has where it does not say. */
  static long usual(int protocol, boolean v6) {
    return (protocol == Protocols.TCP ? 40 : 28) + (v6 ? 20 : 0);
  }

  /**
   * The shortest there is: an ICMP error quotes a packet (RFC 792, RFC 4443), SCTP begins with INIT
   * (RFC 9260).
   */
  static long least(int protocol, boolean related, boolean v6) {
    if (related && Protocols.isIcmp(protocol)) {
      return v6 ? 96 : 56;
    }
    return protocol == Protocols.SCTP ? 52 + (v6 ? 20 : 0) : usual(protocol, v6);
  }
}
