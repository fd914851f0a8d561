package dev.fwlint.kernel;

import dev.fwlint.model.Address;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The checksums of the Internet's protocols. */
final class Checksum {
  private Checksum() {}

  /** RFC 1071: the complement of the sum of all 16-bit words. */
  static int of(byte[] bytes) {
    long sum = 0;
    for (int i = 0; i < bytes.length; i += 2) {
      int low = i + 1 < bytes.length ? bytes[i + 1] & 0xff : 0;
      sum += (bytes[i] & 0xff) << 8 | low;
    }
    while (sum > 0xffff) {
      sum = (sum & 0xffff) + (sum >> 16);
    }
    return (int) ~sum & 0xffff;
  }

  /** The same with the pseudo header of TCP, UDP and ICMPv6 before it. */
  static int of(Address source, Address destination, int protocol, byte[] bytes) {
    byte[] from = source.bytes();
    ByteBuffer all = ByteBuffer.allocate(2 * from.length + 8 + bytes.length);
    all.put(from).put(destination.bytes()).putInt(bytes.length).putInt(protocol).put(bytes);
    return of(all.array());
  }

  /** RFC 9260: SCTP's, as it stands in the header. */
  static int crc32c(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Integer.reverseBytes((int) crc.getValue());
  }
}
