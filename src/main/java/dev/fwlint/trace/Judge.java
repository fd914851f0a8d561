package dev.fwlint.trace;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.Protocols;
import dev.fwlint.model.Range;
import java.util.List;

/** Whether a condition holds of a packet where it is now. */
final class Judge {
  /** xt_icmp.c: the type that stands for every type. */
  private static final int ANY_ICMP_TYPE = 255;

  /** 255.255.255.255: the one address that is sent to every station, whatever the subnet. */
  private static final long LIMITED_BROADCAST = 0xffff_ffffL;

  private Judge() {}

  static Answer ask(Condition condition, Flow flow) {
    return switch (condition) {
      case Condition.Interface c -> Answer.of(interfaceMatches(c, flow) != c.negated());
      case Condition.InNetwork c ->
          Answer.of(c.network().contains(address(c.end(), flow)) != c.negated());
      case Condition.InRange c -> Answer.of(inRange(c, flow) != c.negated());
      case Condition.Protocol c -> Answer.of(flow.packet.protocol() == c.number() != c.negated());
      case Condition.Port c ->
          Answer.of(hasPorts(flow) && in(c.ports(), port(c.end(), flow)) != c.negated());
      case Condition.EitherPort c ->
          Answer.of(
              hasPorts(flow)
                  && (in(c.ports(), flow.sourcePort) || in(c.ports(), flow.destinationPort))
                      != c.negated());
      case Condition.Icmp c -> Answer.of(isIcmp(flow) && icmpMatches(c, flow) != c.negated());
      case Condition.TcpFlags c ->
          Answer.of(
              flow.packet.protocol() == Protocols.TCP
                  && ((flow.packet.flags() & c.mask()) == c.set()) != c.negated());
      case Condition.Connection c -> ConnectionJudge.ask(c, flow);
      case Condition.Mark c -> mark(c, flow);
      case Condition.AddressType c -> AddressTypes.ask(c, flow).negatedIf(c.negated());
      case Condition.SourceMac c -> mac(c, flow);
      case Condition.PacketType c -> Answer.of(packetType(flow).equals(c.type()) != c.negated());
      case Condition.Ttl c -> Answer.of(c.values().contains(flow.ttl) != c.negated());
      case Condition.Length c -> Answer.of(c.bytes().contains(flow.length) != c.negated());
      case Condition.Fragment c -> Answer.of(c.negated());
      case Condition.InSet c -> flow.sets.ask(c, flow);
      case Condition.Always c -> Answer.of(c.holds());
      case Condition.Unknown c -> UnknownJudge.ask(c, flow);
    };
  }

  private static boolean interfaceMatches(Condition.Interface c, Flow flow) {
    String name = c.in() ? flow.in : flow.out;
    return c.prefix() ? name.startsWith(c.name()) : name.equals(c.name());
  }

  private static Address address(End end, Flow flow) {
    return end == End.SOURCE ? flow.source : flow.destination;
  }

  private static boolean inRange(Condition.InRange c, Flow flow) {
    var address = address(c.end(), flow);
    return c.from().compareTo(address) <= 0 && address.compareTo(c.to()) <= 0;
  }

  private static int port(End end, Flow flow) {
    return end == End.SOURCE ? flow.sourcePort : flow.destinationPort;
  }

  static boolean in(List<Range> ranges, long number) {
    for (Range range : ranges) {
      if (range.contains(number)) {
        return true;
      }
    }
    return false;
  }

  static boolean hasPorts(Flow flow) {
    return Protocols.hasPorts(flow.packet.protocol());
  }

  /** Whether it is of its own family's ICMP; the other's is a protocol like any other. */
  static boolean isIcmp(Flow flow) {
    return switch (flow.source.family()) {
      case IPV4 -> flow.packet.protocol() == Protocols.ICMP;
      case IPV6 -> flow.packet.protocol() == Protocols.ICMPV6;
    };
  }

  private static boolean icmpMatches(Condition.Icmp c, Flow flow) {
    return c.type() == ANY_ICMP_TYPE
        || c.type() == flow.packet.icmpType() && c.codes().contains(flow.packet.icmpCode());
  }

  /**
   * xt_connmark.c: without a connection it does not hold, negated or not; a template's connection
   * has mark 0.
   */
  private static Answer mark(Condition.Mark c, Flow flow) {
    boolean template = flow.hasTemplate();
    if (c.ofConnection() && flow.visibleConnection() == null && !template) {
      return Answer.NO;
    }
    if (c.ofConnection()) {
      return template ? mark(c, 0, 0) : mark(c, flow.connMark, flow.connMarkOpen);
    }
    return mark(c, flow.mark, flow.markOpen);
  }

  private static Answer mark(Condition.Mark c, long mark, long open) {
    boolean holds = (mark & c.mask()) == c.value();
    long known = c.mask() & ~open;
    boolean may = (c.value() & ~c.mask()) == 0 && (mark & known) == (c.value() & known);
    boolean decided = (c.mask() & open) == 0 || !may;
    return (decided ? Answer.of(holds) : Answer.open(holds)).negatedIf(c.negated());
  }

  /** xt_mac.c: a packet that came by no Ethernet device has none, negated or not. */
  private static Answer mac(Condition.SourceMac c, Flow flow) {
    if (flow.in.isEmpty() || flow.in.equals("lo")) {
      return Answer.NO;
    }
    return flow.packet.mac().isPresent()
        ? Answer.of(flow.packet.mac().getAsLong() == c.mac() != c.negated())
        : Answer.open(c.negated());
  }

  private static boolean isV4(Flow flow) {
    return flow.source.family() == Family.IPV4;
  }

  private static String packetType(Flow flow) {
    if (flow.in.isEmpty()) {
      return "unicast";
    }
    if (Flow.isMulticast(flow.packet.destination())) {
      return "multicast";
    }
    return flow.packet.destination().low() == LIMITED_BROADCAST && isV4(flow)
        ? "broadcast"
        : "unicast";
  }
}
