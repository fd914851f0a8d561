package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;
import dev.fwlint.model.ConnState;
import dev.fwlint.model.Packet;
import dev.fwlint.model.Packet.Way;
import dev.fwlint.model.Protocols;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.Point;
import dev.fwlint.packets.Product;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * What a packet that people write down tells the engine of itself where it sets out; a way that is
 * to be worked out is none that it tells.
 */
final class Known {
  private final Packet packet;
  private final Fields fields;
  private final long[] values;
  private final BitSet told = new BitSet();

  /** The host's own addresses, loopback aside. */
  private final List<Address> local;

  private Known(Packet packet, Fields fields) {
    this.packet = packet;
    this.fields = fields;
    values = new long[fields.space.size()];
    local = new ArrayList<>(packet.local());
    if (packet.hook() == Way.INPUT) {
      local.add(packet.destination());
    } else if (packet.hook() == Way.OUTPUT) {
      local.add(packet.source());
    }
    way();
    header();
    connection();
    rest();
  }

  /** The packets that this one may be, where something unknown may happen to it. */
  static Product packets(Packet packet, Fields fields) {
    Known known = new Known(packet, fields);
    Product product = Product.all(fields.space);
    for (int field : known.told.stream().toArray()) {
      product = product.with(field, IntervalSet.of(known.values[field]));
    }
    return product;
  }

  /** The one of them to which nothing unknown happens, and of which a trace's guesses hold. */
  static Point point(Packet packet, Fields fields) {
    Known known = new Known(packet, fields);
    fields.guesses().forEach((field, holds) -> known.values[field] = holds ? 1 : 0);
    known.values[OTHER_OUT] = known.values[ROUTED_OUT];
    return Point.of(known.values);
  }

  private void tell(int field, long value) {
    values[field] = value;
    told.set(field);
  }

  private void tell(int high, Address address) {
    tell(high, address.high());
    tell(high + 1, address.low());
  }

  private void way() {
    if (packet.hook() != Way.OUTPUT) {
      tell(IN, fields.names.number(packet.in()));
    }
    if (packet.hook() == Way.FORWARD || packet.hook() == Way.OUTPUT) {
      tell(ROUTED_OUT, fields.names.number(packet.out()));
    }
    tell(ATTACHED, 0);
    tell(PACKET_TYPE, PACKET_TYPES.indexOf(packetType()));
  }

  private String packetType() {
    String type = type(packet.destination());
    boolean everywhere = packet.destination().low() == 0xffff_ffffL && !isV6();
    return packet.hook() == Way.OUTPUT
        ? "unicast"
        : type.equals("MULTICAST") ? "multicast" : everywhere ? "broadcast" : "unicast";
  }

  private boolean isV6() {
    return fields.family == Family.IPV6;
  }

  private void header() {
    tell(SOURCE_HIGH, packet.source());
    tellType(SOURCE_TYPE, packet.source());
    tell(PROTOCOL, packet.protocol());
    boolean icmp = Protocols.isIcmp(packet.protocol());
    tell(SOURCE_PORT, icmp ? packet.icmpType() : packet.sourcePort());
    tell(TCP_FLAGS, packet.protocol() == Protocols.TCP ? packet.flags() : 0);
    Address to = translates() ? sentTo() : packet.destination();
    tell(DESTINATION_HIGH, to);
    tellType(DESTINATION_TYPE, to);
    int port = translates() ? sentToPort() : packet.destinationPort();
    tell(DESTINATION_PORT, icmp ? packet.icmpCode() : port);
  }

  /** Whether it is of a connection that was translated, and where its packets still are. */
  private boolean translates() {
    return packet.state() == ConnState.ESTABLISHED
        && packet.original()
        && !packet.in().equals("lo");
  }

  /** What the first packet of an established connection was sent to. */
  private Address sentTo() {
    return packet
        .originalDestination()
        .orElse(packet.original() ? packet.destination() : packet.source());
  }

  private int sentToPort() {
    return packet
        .originalDestinationPort()
        .orElse(packet.original() ? packet.destinationPort() : packet.sourcePort());
  }

  private void connection() {
    ConnState state = packet.state();
    boolean established = state == ConnState.ESTABLISHED;
    tell(TRACKED_STATE, ConnectionTranslator.values(Set.of(state)).min());
    tell(SOURCE_TRANSLATED, 0);
    Address end = packet.original() ? packet.destination() : packet.source();
    int port = packet.original() ? packet.destinationPort() : packet.sourcePort();
    boolean translated = established && !(sentTo().equals(end) && sentToPort() == port);
    tell(DESTINATION_TRANSLATED, translated ? 1 : 0);
    values[LATER_TRANSLATED] = translated ? 1 : 0;
    other(established);
    boolean icmpError = state == ConnState.RELATED && packet.protocol() == fields.icmp();
    if (!icmpError) {
      tell(REPLY, established && !packet.original() ? 1 : 0);
      tuples(established);
    }
  }

  /** Where it is once it has been translated; a connection that begins may be translated anew. */
  private void other(boolean established) {
    BitSet before = (BitSet) told.clone();
    tell(OTHER_DESTINATION_HIGH, packet.destination());
    tellType(OTHER_TYPE, packet.destination());
    tell(OTHER_PORT, packet.destinationPort());
    if (!established) {
      told.and(before);
    }
  }

  private void tuples(boolean established) {
    boolean original = !established || packet.original();
    Address from = original ? packet.source() : packet.destination();
    Address to = original ? packet.destination() : packet.source();
    tell(ORIGINAL_SOURCE_HIGH, from);
    tell(ORIGINAL_DESTINATION_HIGH, established ? sentTo() : to);
    tell(REPLY_SOURCE_HIGH, to);
    tell(REPLY_DESTINATION_HIGH, from);
    if (Protocols.hasPorts(packet.protocol())) {
      int fromPort = original ? packet.sourcePort() : packet.destinationPort();
      int toPort = original ? packet.destinationPort() : packet.sourcePort();
      tell(ORIGINAL_SOURCE_PORT, fromPort);
      tell(ORIGINAL_DESTINATION_PORT, established ? sentToPort() : toPort);
      tell(REPLY_SOURCE_PORT, toPort);
      tell(REPLY_DESTINATION_PORT, fromPort);
    }
  }

  private void rest() {
    tell(MARK, mark(packet.mark()));
    tell(CONNECTION_MARK, mark(packet.connMark()));
    tell(TTL, packet.ttl());
    tell(LENGTH, packet.length());
    packet.mac().ifPresent(mac -> tell(MAC, mac));
  }

  /** The value of the field that stands for a mark: of each, the same bits. */
  private long mark(long mark) {
    return Long.compress(mark, fields.marks.mark(-1)) & fields.space.greatest(MARK);
  }

  /** In IPv6 an address of the host's own may be of another type, too. */
  private void tellType(int field, Address address) {
    String type = type(address);
    boolean both = isV6() && local.contains(address) && !type.equals("LOCAL");
    tell(field, ADDRESS_TYPES.indexOf(type));
    told.set(field, !both);
  }

  private String type(Address address) {
    boolean v6 = isV6();
    long low = address.low();
    boolean multicast = v6 ? address.high() >>> 56 == 0xff : low >>> 28 == 0xe;
    boolean loopback = v6 ? address.high() == 0 && low == 1 : low >>> 24 == 127;
    boolean nobody = address.high() == 0 && low == 0;
    boolean everybody = !v6 && (nobody || low == 0xffff_ffffL || low == 0x7fff_ffffL);
    return everybody
        ? "BROADCAST"
        : multicast
            ? "MULTICAST"
            : nobody ? "UNSPEC" : loopback || local.contains(address) ? "LOCAL" : "UNICAST";
  }
}
