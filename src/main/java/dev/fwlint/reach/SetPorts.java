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
   * IPv6 headers that another one follows, of which a packet does not tell: that is what a set sees
   * (net/ipv6/exthdrs_core.c).
   */
  static final IntervalSet EXTENSIONS =
      IntervalSet.union(
          List.of(
              IntervalSet.of(0), IntervalSet.of(43, 44), IntervalSet.of(51), IntervalSet.of(60)));

  private static final int NO_NEXT_HEADER = 59;

  /** What an element's ports ask, and whether that is all. */
  record Asked(List<Test> tests, boolean sure) {}

  /** Nothing where no packet has them. */
  static Optional<Asked> of(Part.Ports ports, End end, Family family) {
    int field = end == End.SOURCE ? SOURCE_PORT : DESTINATION_PORT;
    Test range = new Test(field, IntervalSet.of(ports.ports().from(), ports.ports().to()));
    if (ports.protocol() == 0) {
      return sure(List.of(new Test(PROTOCOL, TCP_OR_UDP), range));
    }
    boolean v6 = family == Family.IPV6;
    if (v6 && (EXTENSIONS.contains(ports.protocol()) || ports.protocol() == NO_NEXT_HEADER)) {
      return Optional.empty();
    }
    Test protocol = new Test(PROTOCOL, IntervalSet.of(ports.protocol()));
    return switch (ports.protocol()) {
      case Protocols.TCP, Protocols.UDP, Protocols.SCTP, Protocols.UDPLITE ->
          sure(List.of(protocol, range));
      case Protocols.ICMP, Protocols.ICMPV6 ->
          ports.protocol() == (v6 ? Protocols.ICMPV6 : Protocols.ICMP)
              ? sure(icmp(protocol, ports.ports()))
              // a packet does not tell of the other family's types
              : Optional.of(new Asked(List.of(protocol), false));
      // of others a set sees port 0
      default -> ports.ports().contains(0) ? sure(List.of(protocol)) : Optional.empty();
    };
  }

  private static Optional<Asked> sure(List<Test> tests) {
    return Optional.of(new Asked(tests, true));
  }

  private static List<Test> icmp(Test protocol, Range typeAndCode) {
    return List.of(
        protocol,
        new Test(SOURCE_PORT, IntervalSet.of(typeAndCode.from() >> 8)),
        new Test(DESTINATION_PORT, IntervalSet.of(typeAndCode.from() & 0xff)));
  }
}
