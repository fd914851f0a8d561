package dev.fwlint.kernel;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;

/**
 * One direction of a connection, as conntrack keys it. For ICMP, the ports are unused and the type
 * and code are those that this direction sends.
 */
record Tuple(
    Address source,
    Address destination,
    int protocol,
    int sourcePort,
    int destinationPort,
    int icmpType,
    int icmpCode) {
  private static final int IP = 1;
  private static final int PROTO = 2;

  static Tuple of(
      Address source, int sourcePort, Address destination, int destinationPort, int protocol) {
    return new Tuple(source, destination, protocol, sourcePort, destinationPort, 0, 0);
  }

  Tuple withIcmp(int type, int code) {
    return new Tuple(source, destination, protocol, sourcePort, destinationPort, type, code);
  }

  Tuple to(Address newDestination, int newPort) {
    return new Tuple(source, newDestination, protocol, sourcePort, newPort, icmpType, icmpCode);
  }

  /** What answers it. */
  Tuple reversed() {
    int answer = icmp() ? Icmp.answerTo(protocol, icmpType) : 0;
    return new Tuple(destination, source, protocol, destinationPort, sourcePort, answer, icmpCode);
  }

  private boolean icmp() {
    return Icmp.is(source.family(), protocol);
  }

  Family family() {
    return source.family();
  }

  Attributes attributes() {
    boolean v4 = family() == Family.IPV4;
    Attributes addresses =
        new Attributes().put(v4 ? 1 : 3, source.bytes()).put(v4 ? 2 : 4, destination.bytes());
    Attributes transport = new Attributes().put8(1, protocol);
    if (icmp()) {
      transport.put16(v4 ? 4 : 7, Icmp.ID).put8(v4 ? 5 : 8, icmpType).put8(v4 ? 6 : 9, icmpCode);
    } else {
      boolean ports = Endpoints.WITH_PORTS.contains(protocol);
      transport.put16(2, ports ? sourcePort : 0).put16(3, ports ? destinationPort : 0);
    }
    return new Attributes().put(IP, addresses).put(PROTO, transport);
  }
}
