package dev.fwlint.kernel;

import dev.fwlint.model.Address;
import java.util.Arrays;
import java.util.Set;

/**
 * Where a packet says that it comes from and goes to; the ports are 0 where its protocol has none.
 */
record Endpoints(Address source, int sourcePort, Address destination, int destinationPort) {
  static final Set<Integer> WITH_PORTS =
      Set.of(Datagram.TCP, Datagram.UDP, Datagram.DCCP, Datagram.SCTP, Datagram.UDPLITE);

  /** Read from an IP packet, from its first byte on. */
  static Endpoints of(byte[] bytes) {
    boolean v4 = (bytes[0] & 0xf0) == 0x40;
    int addresses = v4 ? 12 : 8;
    int size = v4 ? 4 : 16;
    int header = v4 ? 4 * (bytes[0] & 0xf) : 40;
    boolean ports = WITH_PORTS.contains(bytes[v4 ? 9 : 6] & 0xff) && bytes.length >= header + 4;
    return new Endpoints(
        Address.of(Arrays.copyOfRange(bytes, addresses, addresses + size)),
        ports ? number(bytes, header) : 0,
        Address.of(Arrays.copyOfRange(bytes, addresses + size, addresses + 2 * size)),
        ports ? number(bytes, header + 2) : 0);
  }

  private static int number(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
  }

  @Override
  public String toString() {
    return "%s %d -> %s %d".formatted(source, sourcePort, destination, destinationPort);
  }
}
