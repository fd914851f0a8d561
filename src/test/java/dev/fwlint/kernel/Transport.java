package dev.fwlint.kernel;

import dev.fwlint.kernel.Datagram.Flaw;
import dev.fwlint.model.ConnState;
import dev.fwlint.model.Packet;
import java.nio.ByteBuffer;

/** Writes what follows the IP header, and its checksum. */
final class Transport {
  private static final int WRONG = 0x5555;
  private static final int SCTP_CHUNK = 20;

  private Transport() {}

  /**
   * The least bytes that a protocol's header needs for conntrack to know it as what it is to be.
   */
  static int minimum(Datagram datagram) {
    return switch (kind(datagram)) {
      case TCP, DCCP -> 20;
      case UDP, UDPLITE -> 8;
      case SCTP -> 12 + (sctpInvalid(datagram) ? 0 : SCTP_CHUNK);
      case ICMP -> 8 + datagram.quoted().length;
      case OTHER -> datagram.packet().protocol() == Datagram.AH ? 12 : 0;
    };
  }

  private enum Kind {
    TCP,
    UDP,
    UDPLITE,
    SCTP,
    DCCP,
    ICMP,
    OTHER
  }

  private static Kind kind(Datagram datagram) {
    return switch (datagram.packet().protocol()) {
      case Datagram.TCP -> Kind.TCP;
      case Datagram.UDP -> Kind.UDP;
      case Datagram.UDPLITE -> Kind.UDPLITE;
      case Datagram.SCTP -> Kind.SCTP;
      case Datagram.DCCP -> Kind.DCCP;
      default -> Icmp.is(datagram.family(), datagram.packet().protocol()) ? Kind.ICMP : Kind.OTHER;
    };
  }

  private static boolean sctpInvalid(Datagram datagram) {
    return datagram.packet().state() == ConnState.INVALID;
  }

  static void write(Datagram datagram, ByteBuffer to) {
    Kind kind = kind(datagram);
    if (kind != Kind.ICMP && kind != Kind.OTHER) {
      to.putShort((short) datagram.packet().sourcePort());
      to.putShort((short) datagram.destinationPort());
    }
    switch (kind) {
      case TCP -> tcp(datagram, to);
      case UDP -> udp(datagram, to, to.capacity());
      case UDPLITE -> udp(datagram, to, 0);
      case SCTP -> sctp(datagram, to);
      case DCCP -> to.put(4, (byte) 5).put(8, (byte) 1);
      case ICMP -> icmp(datagram, to);
      case OTHER -> {
        if (datagram.flaw() == Flaw.MALFORMED) {
          // GRE's version 1 carries PPP, and nothing else
          to.put(1, (byte) 1);
        }
      }
    }
    sum(datagram, kind, to);
  }

  private static void tcp(Datagram datagram, ByteBuffer to) {
    boolean malformed = datagram.flaw() == Flaw.MALFORMED;
    to.putInt(4, 0x1000)
        .putInt(8, 0x2000)
        .put(12, (byte) (malformed ? 0x40 : 0x50))
        .put(13, (byte) datagram.packet().flags())
        .putShort(14, (short) 0x4000);
  }

  /** The third word is UDP's length, or how much UDPlite's checksum covers. */
  private static void udp(Datagram datagram, ByteBuffer to, int length) {
    to.putShort(4, (short) (datagram.flaw() == Flaw.MALFORMED ? 4 : length));
  }

  private static void sctp(Datagram datagram, ByteBuffer to) {
    if (!sctpInvalid(datagram)) {
      boolean established = datagram.packet().state() == ConnState.ESTABLISHED;
      to.put(12, (byte) (established ? 0 : 1)).putShort(14, (short) (to.capacity() - 12));
      to.putInt(16, 0x1234);
    }
  }

  private static void icmp(Datagram datagram, ByteBuffer to) {
    Packet packet = datagram.packet();
    to.put(0, (byte) packet.icmpType()).put(1, (byte) packet.icmpCode());
    if (datagram.quoted().length == 0) {
      to.putShort(4, (short) Icmp.ID);
    }
    to.put(8, datagram.quoted());
  }

  private static void sum(Datagram datagram, Kind kind, ByteBuffer to) {
    int wrong = datagram.flaw() == Flaw.NONE ? 0 : WRONG;
    switch (kind) {
      case TCP -> to.putShort(16, (short) (pseudo(datagram, to) ^ wrong));
      case UDP, UDPLITE, DCCP -> to.putShort(6, (short) nonZero(pseudo(datagram, to) ^ wrong));
      case SCTP -> to.putInt(8, Checksum.crc32c(bytes(to)) ^ wrong);
      case ICMP ->
          to.putShort(
              2,
              (short)
                  ((datagram.packet().protocol() == Icmp.V4
                          ? Checksum.of(bytes(to))
                          : pseudo(datagram, to))
                      ^ wrong));
      case OTHER -> {}
    }
  }

  /** Zero means that there is no checksum. */
  private static int nonZero(int sum) {
    return sum == 0 ? 0xffff : sum;
  }

  private static int pseudo(Datagram datagram, ByteBuffer to) {
    Packet packet = datagram.packet();
    return Checksum.of(packet.source(), datagram.destination(), packet.protocol(), bytes(to));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.capacity()];
    buffer.get(0, bytes);
    return bytes;
  }
}
