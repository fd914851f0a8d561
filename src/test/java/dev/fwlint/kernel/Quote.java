package dev.fwlint.kernel;

import dev.fwlint.ast.Family;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The start of a UDP packet, as an ICMP error quotes it. */
final class Quote {
  private static final int UDP_BYTES = 8;

  private Quote() {}

  static byte[] of(Tuple tuple) {
    boolean v4 = tuple.family() == Family.IPV4;
    ByteBuffer bytes = ByteBuffer.allocate((v4 ? 20 : 40) + UDP_BYTES);
    if (v4) {
      bytes.put(0, (byte) 0x45).putShort(2, (short) bytes.capacity());
      bytes.put(8, (byte) 60).put(9, (byte) tuple.protocol());
      bytes.put(12, tuple.source().bytes()).put(16, tuple.destination().bytes());
      bytes.putShort(10, (short) Checksum.of(Arrays.copyOf(bytes.array(), 20)));
    } else {
      bytes.put(0, (byte) 0x60).putShort(4, (short) UDP_BYTES);
      bytes.put(6, (byte) tuple.protocol()).put(7, (byte) 60);
      bytes.put(8, tuple.source().bytes()).put(24, tuple.destination().bytes());
    }
    return bytes
        .position(bytes.capacity() - UDP_BYTES)
        .putShort((short) tuple.sourcePort())
        .putShort((short) tuple.destinationPort())
        .putShort((short) UDP_BYTES)
        .array();
  }
}
