package dev.fwlint.trace;

import dev.fwlint.ast.Family;
import dev.fwlint.model.ConnState;
import dev.fwlint.model.Protocols;

/** The bytes of a packet where it is now, as far as they are known (RFC 791, 8200, 9293). */
final class Bytes {
  /** More than the headers that anything is known of. */
  private static final int MOST = 80;

  private static final int BYTE = 0xff;
  private static final int FLAGS = 0x3f;

  /** All of the upper byte of flags and fragment offset but for DF. */
  private static final int FRAGMENT = 0xbf;

  private final int[] values = new int[MOST];
  private final int[] masks = new int[MOST];
  private final int length;

  private Bytes(int length) {
    this.length = length;
  }

  static Bytes of(Flow flow) {
    Bytes bytes = new Bytes(flow.length);
    if (flow.source.family() == Family.IPV4) {
      bytes.v4(flow);
    } else {
      bytes.v6(flow);
    }
    return bytes;
  }

  int length() {
    return length;
  }

  long word(int at) {
    return fourBytes(values, at);
  }

  /** The bits of the word that are known. */
  long known(int at) {
    return fourBytes(masks, at);
  }

  private static long fourBytes(int[] bytes, int at) {
    long word = 0;
    for (int i = at; i < at + 4; i++) {
      word = word << 8 | (i < MOST ? bytes[i] : 0);
    }
    return word;
  }

  private void put(int at, long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      putBits(at + i, (int) (value >>> 8 * (bytes - 1 - i)) & BYTE, BYTE);
    }
  }

  private void putBits(int at, int value, int mask) {
    values[at] = value & mask;
    masks[at] = mask;
  }

  /**
   * Whether there are options shows in the length alone: where there is no room, there are none.
   */
  private void v4(Flow flow) {
    boolean bare = length <= 20 + least(flow.packet.protocol());
    putBits(0, 0x45, bare ? BYTE : 0xf0);
    put(2, length, 2);
    putBits(6, 0, FRAGMENT);
    put(7, 0, 1);
    put(8, flow.ttl, 1);
    put(9, flow.packet.protocol(), 1);
    put(12, flow.source.low(), 4);
    put(16, flow.destination.low(), 4);
    if (bare) {
      transport(20, flow);
    }
  }

  private void v6(Flow flow) {
    putBits(0, 0x60, 0xf0);
    put(4, length - 40, 2);
    put(6, flow.packet.protocol(), 1);
    put(7, flow.ttl, 1);
    put(8, flow.source.high(), 8);
    put(16, flow.source.low(), 8);
    put(24, flow.destination.high(), 8);
    put(32, flow.destination.low(), 8);
    transport(40, flow);
  }

  private static int least(int protocol) {
    return switch (protocol) {
      case Protocols.TCP -> 20;
      case Protocols.UDP, Protocols.ICMP, Protocols.ICMPV6 -> 8;
      default -> 0;
    };
  }

  private void transport(int at, Flow flow) {
    int protocol = flow.packet.protocol();
    if (Protocols.hasPorts(protocol)) {
      put(at, flow.sourcePort, 2);
      put(at + 2, flow.destinationPort, 2);
    }
    if (protocol == Protocols.TCP) {
      putBits(at + 13, flow.packet.flags(), FLAGS);
    } else if (protocol == Protocols.UDP && flow.packet.state() != ConnState.INVALID) {
      put(at + 4, length - at, 2);
    } else if (Protocols.isIcmp(protocol)) {
      put(at, flow.packet.icmpType(), 1);
      put(at + 1, flow.packet.icmpCode(), 1);
    }
  }
}
