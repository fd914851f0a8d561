package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.model.Address;
import dev.fwlint.model.Packet;
import dev.fwlint.model.Protocols;
import dev.fwlint.packets.Point;

/** From a packet as people write it to the engine's, where it comes in. */
final class Departure {
  private Departure() {}

  /** The first packet of a connection that is to be forwarded. */
  static Point point(Packet packet, String out, Fields fields) {
    long[] values = new long[fields.space.size()];
    values[IN] = fields.names.number(packet.in());
    values[ROUTED_OUT] = fields.names.number(out);
    address(values, SOURCE_HIGH, packet.source());
    address(values, DESTINATION_HIGH, packet.destination());
    values[PROTOCOL] = packet.protocol();
    boolean icmp = Protocols.isIcmp(packet.protocol());
    values[SOURCE_PORT] = icmp ? packet.icmpType() : packet.sourcePort();
    values[DESTINATION_PORT] = icmp ? packet.icmpCode() : packet.destinationPort();
    values[TCP_FLAGS] = packet.protocol() == Protocols.TCP ? packet.flags() : 0;
    values[TRACKED_STATE] = NEW;
    values[TTL] = packet.ttl();
    values[LENGTH] = packet.length();
    boolean local = packet.local().contains(packet.destination());
    values[DESTINATION_TYPE] = ADDRESS_TYPES.indexOf(local ? "LOCAL" : "UNICAST");
    fields.guesses().forEach((field, holds) -> values[field] = holds ? 1 : 0);
    return Point.of(values);
  }

  private static void address(long[] values, int high, Address address) {
    values[high] = address.high();
    values[high + 1] = address.low();
  }
}
