package dev.fwlint.kernel;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;
import dev.fwlint.model.Packet;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An IP packet as it is put on the wire.
 *
 * @param packet what it shows, but for its destination
 * @param quoted what an ICMP error quotes; else empty
 */
record Datagram(Packet packet, Address destination, int destinationPort, Flaw flaw, byte[] quoted) {
  static final int TCP = 6;
  static final int UDP = 17;
  static final int DCCP = 33;
  static final int GRE = 47;
  static final int AH = 51;
  static final int SCTP = 132;
  static final int UDPLITE = 136;

  private static final int PROTOCOL_OFFSET = 9;
  private static final int PROTOCOL_OFFSET_V6 = 6;

  /** What is wrong with it. */
  enum Flaw {
    NONE,
    /** Whoever looks at the checksum drops it, and sends no answer. */
    WRONG_CHECKSUM,
    /** A length field in the transport header is too small, and the checksum is wrong, too. */
    MALFORMED
  }

  static Datagram of(Packet packet) {
    return new Datagram(
        packet, packet.destination(), packet.destinationPort(), Flaw.NONE, new byte[0]);
  }

  Datagram to(Address address, int port) {
    return new Datagram(packet, address, port, flaw, quoted);
  }

  Datagram with(Flaw newFlaw) {
    return new Datagram(packet, destination, destinationPort, newFlaw, quoted);
  }

  Datagram quoting(byte[] bytes) {
    return new Datagram(packet, destination, destinationPort, flaw, bytes);
  }

  Family family() {
    return packet.source().family();
  }

  /** The least bytes that it can be. */
  int minimum() {
    return header() + Transport.minimum(this);
  }

  private int header() {
    return family() == Family.IPV4 ? 20 : 40;
  }

  byte[] bytes() {
    int payload = Math.max(packet.length(), minimum()) - header();
    ByteBuffer bytes = ByteBuffer.allocate(header() + payload);
    bytes.position(header());
    Transport.write(this, bytes.slice());
    if (family() == Family.IPV4) {
      header4(bytes);
    } else {
      header6(bytes, payload);
    }
    return bytes.array();
  }

  private void header4(ByteBuffer bytes) {
    bytes
        .put(0, (byte) 0x45)
        .putShort(2, (short) bytes.capacity())
        .putShort(4, (short) 1)
        .put(8, (byte) packet.ttl())
        .put(PROTOCOL_OFFSET, (byte) packet.protocol())
        .put(12, packet.source().bytes())
        .put(16, destination.bytes());
    bytes.putShort(10, (short) Checksum.of(Arrays.copyOf(bytes.array(), 20)));
  }

  private void header6(ByteBuffer bytes, int payload) {
    bytes
        .put(0, (byte) 0x60)
        .putShort(4, (short) payload)
        .put(PROTOCOL_OFFSET_V6, (byte) packet.protocol())
        .put(7, (byte) packet.ttl())
        .put(8, packet.source().bytes())
        .put(24, destination.bytes());
  }
}
