package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.Protocols;
import dev.fwlint.model.Range;
import dev.fwlint.model.SetElement.Part;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.reach.Clause.Test;
import java.util.List;
import java.util.Optional;

/** What the ports of a set's elements ask of packets (net/netfilter/ipset/ip_set_getport.c). */
final class SetPorts {
  private static final IntervalSet TCP_OR_UDP =
      IntervalSet.of(Protocols.TCP).union(IntervalSet.of(Protocols.UDP));

  private SetPorts() {}

  /**
   * Protocols of which a set sees something else than a packet tells: IPv6 headers that another one
   * follows, and the other family's ICMP.
   */
  static IntervalSet obscure(Family family) {
    return family == Family.IPV4
        ? IntervalSet.of(Protocols.ICMPV6)
        : IntervalSet.union(
            List.of(
                IntervalSet.of(0, 1),
                IntervalSet.of(43, 44),
                IntervalSet.of(51),
                IntervalSet.of(60)));
  }

  /** Nothing where no packet has them, or only one of an obscure protocol. */
  static Optional<List<Test>> tests(Part.Ports ports, End end, Family family) {
    int field = end == End.SOURCE ? SOURCE_PORT : DESTINATION_PORT;
    Test range = new Test(field, IntervalSet.of(ports.ports().from(), ports.ports().to()));
    if (ports.protocol() == 0) {
      return Optional.of(List.of(new Test(PROTOCOL, TCP_OR_UDP), range));
    }
    if (obscure(family).contains(ports.protocol())) {
      return Optional.empty();
    }
    Test protocol = new Test(PROTOCOL, IntervalSet.of(ports.protocol()));
    return switch (ports.protocol()) {
      case Protocols.TCP, Protocols.UDP, Protocols.SCTP, Protocols.UDPLITE ->
          Optional.of(List.of(protocol, range));
      case Protocols.ICMP, Protocols.ICMPV6 -> Optional.of(icmp(protocol, ports.ports()));
      // of others a set sees port 0; an IPv6 packet without a next header has none
      default ->
          ports.ports().contains(0) && !(family == Family.IPV6 && ports.protocol() == 59)
              ? Optional.of(List.of(protocol))
              : Optional.empty();
    };
  }

  private static List<Test> icmp(Test protocol, Range typeAndCode) {
    return List.of(
        protocol,
        new Test(SOURCE_PORT, IntervalSet.of(typeAndCode.from() >> 8)),
        new Test(DESTINATION_PORT, IntervalSet.of(typeAndCode.from() & 0xff)));
  }
}
