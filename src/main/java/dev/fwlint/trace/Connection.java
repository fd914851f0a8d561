package dev.fwlint.trace;

import dev.fwlint.model.ConnState;
import dev.fwlint.model.Packet;
import dev.fwlint.model.Protocols;
import java.util.OptionalInt;

/**
 * What conntrack knows of a packet's connection.
 *
 * @param state NEW, ESTABLISHED or RELATED
 * @param original whether the packet goes the way of the first one
 * @param first the way of the first packet, as it was sent
 * @param reply the way of the answers, as they are sent
 */
record Connection(ConnState state, boolean original, Tuple first, Tuple reply) {

  /** The connection that the packet says it belongs to, before any rule has translated it. */
  static Connection of(Packet packet) {
    Tuple own =
        new Tuple(
            packet.source(), packet.destination(), packet.sourcePort(), packet.destinationPort());
    if (packet.state() != ConnState.ESTABLISHED) {
      return new Connection(packet.state(), true, own, own.reversed());
    }
    if (packet.original()) {
      Tuple sent =
          new Tuple(
              own.source(),
              packet.originalDestination().orElse(own.destination()),
              own.sourcePort(),
              sentToPort(packet).orElse(own.destinationPort()));
      return new Connection(packet.state(), true, sent, own.reversed());
    }
    Tuple sent =
        new Tuple(
            own.destination(),
            packet.originalDestination().orElse(own.source()),
            own.destinationPort(),
            sentToPort(packet).orElse(own.sourcePort()));
    return new Connection(packet.state(), false, sent, own);
  }

  /** Without ports, nothing of them can have been translated. */
  private static OptionalInt sentToPort(Packet packet) {
    return Protocols.hasPorts(packet.protocol())
        ? packet.originalDestinationPort()
        : OptionalInt.empty();
  }

  boolean destinationTranslated() {
    return !first.destination().equals(reply.source())
        || first.destinationPort() != reply.sourcePort();
  }

  boolean sourceTranslated() {
    return !first.source().equals(reply.destination())
        || first.sourcePort() != reply.destinationPort();
  }

  Connection withReply(Tuple changed) {
    return new Connection(state, original, first, changed);
  }
}
