package dev.fwlint.trace;

import dev.fwlint.model.Address;
import dev.fwlint.model.Condition.End;

/** One direction of a connection, as conntrack keeps it. */
record Tuple(Address source, Address destination, int sourcePort, int destinationPort) {
  Address address(End end) {
    return end == End.SOURCE ? source : destination;
  }

  int port(End end) {
    return end == End.SOURCE ? sourcePort : destinationPort;
  }

  Tuple reversed() {
    return new Tuple(destination, source, destinationPort, sourcePort);
  }
}
