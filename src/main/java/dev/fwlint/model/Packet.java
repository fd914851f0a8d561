package dev.fwlint.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One packet, as people write it down: what is said of it and no more. {@code docs/packets.md}
 * tells what each part means and what holds where it is absent.
 *
 * @param hook where its way is given to lead, or {@link Way#ARRIVE} where routing is worked out
 * @param in the interface it comes in by, empty where there is none
 * @param out the interface it leaves by, empty where there is none
 * @param protocol the IP protocol's number
 * @param flags TCP flags, bits as in the header (FIN 1, SYN 2, RST 4, PSH 8, ACK 16, URG 32)
 * @param original whether it goes the way of its connection's first packet
 * @param originalDestination what the connection's first packet was sent to
 * @param length bytes of the IP packet, header included
 * @param routes for {@link Way#ARRIVE} and for what is rewritten; nothing where it is to be read
 *     off the ruleset
 * @param local the host's own addresses, loopback aside
 */
public record Packet(
    Way hook,
    String in,
    String out,
    Address source,
    Address destination,
    int protocol,
    int sourcePort,
    int destinationPort,
    int flags,
    int icmpType,
    int icmpCode,
    ConnState state,
    boolean original,
    Optional<Address> originalDestination,
    OptionalInt originalDestinationPort,
    long mark,
    long connMark,
    int ttl,
    int length,
    OptionalLong mac,
    Optional<List<Route>> routes,
    List<Address> local) {

  /** Where a packet's way leads. */
  public enum Way {
    ARRIVE,
    FORWARD,
    INPUT,
    OUTPUT
  }

  /** What goes to this network leaves by this interface. */
  public record Route(Network network, String out) {}

  public Packet {
    routes = routes.map(List::copyOf);
    local = List.copyOf(local);
  }
}
