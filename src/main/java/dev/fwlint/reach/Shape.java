package dev.fwlint.reach;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.ConnState;
import java.util.ArrayList;
import java.util.List;

/** A packet's transport header: ports and flags, or an ICMP type and code. */
record Shape(int protocol, long sourcePort, long destinationPort, int flags, int type, int code) {
  static final int FIN = 1;
  static final int SYN = 2;
  static final int RST = 4;
  static final int PSH = 8;
  static final int ACK = 16;
  static final int URG = 32;

  private static final String[] FLAG_NAMES = {"FIN", "SYN", "RST", "PSH", "ACK", "URG"};

  long port(End end) {
    return end == End.SOURCE ? sourcePort : destinationPort;
  }

  Shape withFlags(int others) {
    return new Shape(protocol, sourcePort, destinationPort, others, type, code);
  }

  Shape withIcmp(int otherType, int otherCode) {
    return new Shape(protocol, sourcePort, destinationPort, flags, otherType, otherCode);
  }

  /** As a packet's JSON has them. */
  String flagNames() {
    return flagNames(flags);
  }

  static String flagNames(long flags) {
    List<String> names = new ArrayList<>();
    for (int bit = 0; bit < FLAG_NAMES.length; bit++) {
      if ((flags >> bit & 1) != 0) {
        names.add(FLAG_NAMES[bit]);
      }
    }
    return names.isEmpty() ? "NONE" : String.join(",", names);
  }

  /**
   * Whether a packet of this shape can be there, as the kernel's connection tracking would call it.
   */
  boolean canBe(ConnState state, boolean original, Family family) {
    if (protocol == 6) {
      return tcpCanBe(state, original);
    }
    if (protocol == (family == Family.IPV4 ? 1 : 58)) {
      return icmpCanBe(state, original, family);
    }
    return state != ConnState.INVALID;
  }

  private boolean tcpCanBe(ConnState state, boolean original) {
    boolean opens = opens(flags);
    boolean goesOn = (flags & ACK) != 0 && (flags & (SYN | RST)) == 0;
    return switch (state) {
      case NEW, RELATED -> opens;
      case ESTABLISHED -> goesOn || (!original && flags == (SYN | ACK));
      case INVALID -> !opens && !goesOn;
      default -> true;
    };
  }

  /** Whether conntrack lets these TCP flags begin a connection (nf_conntrack_proto_tcp.c). */
  static boolean opens(int flags) {
    return (flags & (SYN | ACK)) != 0
        && (flags & (SYN | ACK)) != (SYN | ACK)
        && (flags & (FIN | RST)) == 0;
  }

  private boolean icmpCanBe(ConnState state, boolean original, Family family) {
    IcmpKinds kinds = IcmpKinds.of(family);
    boolean request = kinds.asks().contains(type);
    boolean reply = kinds.answers().contains(type);
    boolean error = kinds.errors().contains(type);
    return switch (state) {
      case NEW -> request;
      case ESTABLISHED -> original ? request : reply;
      case RELATED -> error;
      case INVALID -> !request;
      default -> family == Family.IPV6 && !request && !reply && !error;
    };
  }
}
