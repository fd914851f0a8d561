package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.model.Address;
import dev.fwlint.model.Packet;
import dev.fwlint.model.Protocols;
import dev.fwlint.packets.Point;

/** From a packet as people write it to the engine's, where it comes in. */
final class Departure {
  /** What is changed for one another in an answer. */
  private static final int[][] ENDS = {
    {IN, ROUTED_OUT},
    {SOURCE_HIGH, DESTINATION_HIGH},
    {SOURCE, DESTINATION},
    {SOURCE_PORT, DESTINATION_PORT}
  };

  /** RFC 792; all other ICMP requests, of either family, are answered by the next type. */
  private static final int ECHO = 8;

  private static final int ECHO_REPLY = 0;

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

  /** The answer to the first packet of a connection that is not translated. */
  static Point answer(Point first, Fields fields) {
    long[] values = new long[fields.space.size()];
    for (int field = 0; field < values.length; field++) {
      values[field] = first.get(field);
    }
    for (int[] pair : RouteBuilder.TUPLES) {
      values[pair[0]] = first.get(pair[1]);
    }
    for (int[] ends : ENDS) {
      values[ends[0]] = first.get(ends[1]);
      values[ends[1]] = first.get(ends[0]);
    }
    if (Protocols.isIcmp((int) first.get(PROTOCOL))) {
      long asked = first.get(SOURCE_PORT);
      values[SOURCE_PORT] = asked == ECHO ? ECHO_REPLY : asked + 1;
      values[DESTINATION_PORT] = 0;
    }
    if (first.get(PROTOCOL) == Protocols.TCP) {
      values[TCP_FLAGS] = Shape.SYN | Shape.ACK;
    }
    values[TRACKED_STATE] = ESTABLISHED;
    values[REPLY] = 1;
    return Point.of(values);
  }

  private static void address(long[] values, int high, Address address) {
    values[high] = address.high();
    values[high + 1] = address.low();
  }
}
