package dev.fwlint.trace;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.IpSet;
import dev.fwlint.model.IpSetType;
import dev.fwlint.model.IpSetType.Dimension;
import dev.fwlint.model.Packet;
import dev.fwlint.model.Protocols;
import dev.fwlint.model.Range;
import dev.fwlint.model.SetElement;
import dev.fwlint.model.SetElement.Part;
import dev.fwlint.trace.SetIndex.Outcome;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What {@code -m set} answers of sets that are known (net/netfilter/xt_set.c). */
final class SetJudge {
  /** Behind these headers of IPv6 stands another one (net/ipv6/exthdrs_core.c). */
  private static final Set<Integer> EXTENSIONS = Set.of(0, 43, 44, 51, 60);

  private static final int NO_NEXT_HEADER = 59;

  private final Map<IpSet, SetIndex> indexes = new IdentityHashMap<>();

  Answer ask(Condition.InSet asked, Flow flow) {
    return ask(asked.set(), asked, flow).negatedIf(asked.negated());
  }

  private Answer ask(IpSet set, Condition.InSet asked, Flow flow) {
    boolean suits = set.family().isEmpty() || set.family().get() == flow.source.family();
    if (asked.ends().size() < set.type().dimensions().size() || !suits) {
      return Answer.NO;
    }
    return set.type() == IpSetType.LIST_SET ? list(set, asked, flow) : single(set, asked, flow);
  }

  private Answer list(IpSet list, Condition.InSet asked, Flow flow) {
    Answer none = Answer.YES;
    // the counters of what is listed are not asked for
    Condition.InSet inner =
        new Condition.InSet(list, asked.ends(), asked.ofExceptions(), false, "", false);
    for (SetElement element : list.elements()) {
      if (element.parts().getFirst() instanceof Part.Member(IpSet member)) {
        Answer one = ask(member, inner, flow);
        boolean sure = !element.expires() && !(asked.counts() && list.shape().counts());
        Answer counted = one == Answer.YES && !sure ? Answer.open(false) : one;
        none = none.and(counted.negatedIf(true));
      }
    }
    return none.negatedIf(true).isOpen() ? Answer.open(false) : none.negatedIf(true);
  }

  private Answer single(IpSet set, Condition.InSet asked, Flow flow) {
    Optional<List<Part>> parts = new Parts(set, asked.ends(), flow).all();
    if (parts.isEmpty()) {
      return Answer.NO;
    }
    if (hidesItsPort(set, flow)) {
      return set.elements().isEmpty() && !set.changes().grows() ? Answer.NO : Answer.open(false);
    }
    Set<Outcome> outcomes = changed(set, find(set, asked, parts.get(), flow));
    if (asked.counts() && set.shape().counts()) {
      return outcomes.equals(Set.of(Outcome.NONE)) ? Answer.NO : Answer.open(false);
    }
    boolean inverts = asked.ofExceptions() && set.type().hasExceptions();
    Outcome wanted = inverts ? Outcome.EXCEPTION : Outcome.MEMBER;
    if (outcomes.size() == 1) {
      return Answer.of(outcomes.contains(wanted));
    }
    return outcomes.contains(wanted) ? Answer.open(false) : Answer.NO;
  }

  /** Whether the header that tells of ports is not the one that the packet's protocol names. */
  private static boolean hidesItsPort(IpSet set, Flow flow) {
    boolean v6 = flow.source.family() == Family.IPV6;
    int protocol = flow.packet.protocol();
    boolean foreign = protocol == (v6 ? Protocols.ICMP : Protocols.ICMPV6) && holds(set, protocol);
    return set.type().dimensions().contains(Dimension.PORT)
        && set.type() != IpSetType.BITMAP_PORT
        && (foreign || v6 && EXTENSIONS.contains(protocol));
  }

  private static boolean holds(IpSet set, int protocol) {
    return set.elements().stream()
        .flatMap(element -> element.parts().stream())
        .anyMatch(part -> part instanceof Part.Ports ports && ports.protocol() == protocol);
  }

  private Set<Outcome> find(IpSet set, Condition.InSet asked, List<Part> parts, Flow flow) {
    SetIndex index = indexes.computeIfAbsent(set, SetIndex::new);
    return switch (set.type()) {
      case HASH_MAC -> macs(set, index, asked.ends().getFirst(), flow);
      case BITMAP_IP_MAC, HASH_IP_MAC ->
          index.find(parts, element -> mac(element, asked.ends().get(1), flow));
      case HASH_NET_IFACE ->
          index.find(parts, element -> Answer.of(device(element, asked.ends().get(1), flow)));
      default -> index.find(parts, element -> Answer.YES);
    };
  }

  private static Set<Outcome> macs(IpSet set, SetIndex index, End end, Flow flow) {
    if (end == End.SOURCE && flow.packet.mac().isPresent()) {
      Part mac = new Part.Mac(flow.packet.mac().getAsLong());
      return index.find(List.of(mac), element -> Answer.YES);
    }
    return set.elements().isEmpty()
        ? EnumSet.of(Outcome.NONE)
        : EnumSet.of(Outcome.NONE, Outcome.MEMBER);
  }

  /**
   * Of the frame's destination the packet tells nothing, and an address without a MAC address is
   * given that of the first packet that comes (net/netfilter/ipset/ip_set_bitmap_ipmac.c).
   */
  private static Answer mac(SetElement element, End end, Flow flow) {
    boolean open =
        end == End.DESTINATION || flow.packet.mac().isEmpty() || element.parts().size() == 1;
    return open
        ? Answer.open(false)
        : Answer.of(element.parts().get(1).equals(new Part.Mac(flow.packet.mac().getAsLong())));
  }

  private static boolean device(SetElement element, End end, Flow flow) {
    String name = end == End.SOURCE ? flow.in : flow.out;
    return element.parts().getLast() instanceof Part.Device device
        && !device.port()
        && (device.prefix() ? name.startsWith(device.name()) : name.equals(device.name()));
  }

  /** What else may be so once rules have changed the set. */
  private static Set<Outcome> changed(IpSet set, Set<Outcome> outcomes) {
    EnumSet<Outcome> all = EnumSet.copyOf(outcomes);
    boolean holds = !outcomes.equals(EnumSet.of(Outcome.NONE));
    if (set.changes().shrinks() && holds) {
      all.addAll(EnumSet.allOf(Outcome.class));
    }
    if (set.changes().grows() && !outcomes.equals(EnumSet.of(Outcome.MEMBER))) {
      all.add(Outcome.MEMBER);
    }
    return all;
  }

  /** The parts of a packet that elements of a set are looked up by. */
  private record Parts(IpSet set, List<End> ends, Flow flow) {
    /** Nothing where the packet lacks one of them, so that no element can hold it. */
    Optional<List<Part>> all() {
      List<Part> parts = new ArrayList<>();
      for (int i = 0; i < set.type().dimensions().size(); i++) {
        boolean there =
            switch (set.type().dimensions().get(i)) {
              case IP, NET -> parts.add(SetIndex.whole(address(ends.get(i))));
              case PORT -> port(ends.get(i)).map(parts::add).orElse(false);
              case MARK -> parts.add(new Part.Mark(flow.mark & set.shape().markMask()));
              case MAC -> !flow.in.isEmpty() && !flow.in.equals("lo");
              case INTERFACE -> !(ends.get(i) == End.SOURCE ? flow.in : flow.out).isEmpty();
              case NAME -> false;
            };
        if (!there) {
          return Optional.empty();
        }
      }
      return Optional.of(parts);
    }

    private Address address(End end) {
      Address address = end == End.SOURCE ? flow.source : flow.destination;
      return set.shape().mask().map(address::and).orElse(address);
    }

    /** net/netfilter/ipset/ip_set_getport.c. */
    private Optional<Part> port(End end) {
      Packet packet = flow.packet;
      int port = end == End.SOURCE ? flow.sourcePort : flow.destinationPort;
      boolean v4 = flow.source.family() == Family.IPV4;
      int protocol = packet.protocol();
      if (set.type() == IpSetType.BITMAP_PORT) {
        boolean has = protocol == Protocols.TCP || protocol == Protocols.UDP;
        return has ? Optional.of(new Part.Ports(0, Range.of(port))) : Optional.empty();
      }
      if (protocol == (v4 ? 0 : NO_NEXT_HEADER)) {
        return Optional.empty();
      }
      int number =
          switch (protocol) {
            case Protocols.TCP, Protocols.UDP, Protocols.SCTP, Protocols.UDPLITE -> port;
            case Protocols.ICMP, Protocols.ICMPV6 -> packet.icmpType() << 8 | packet.icmpCode();
            default -> 0;
          };
      return Optional.of(new Part.Ports(protocol, Range.of(number)));
    }
  }
}
