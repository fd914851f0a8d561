package dev.fwlint.kernel;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Action;
import dev.fwlint.model.Address;
import dev.fwlint.model.Condition;
import dev.fwlint.model.ConnectionPart;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Network;
import dev.fwlint.model.Range;
import dev.fwlint.model.SetElement;
import java.util.ArrayList;
import java.util.List;

/**
 * What a ruleset tells apart: the values it names and their neighbours, which packets had better be
 * made of.
 */
final class Constants {
  private static final Address LOOPBACK_BROADCAST = Address.parse("127.255.255.255").orElseThrow();

  final List<String> interfaces = new ArrayList<>(List.of("eth0", "other0"));
  final List<Address> addresses = new ArrayList<>();
  final List<Network> networks = new ArrayList<>();
  final List<Integer> ports = new ArrayList<>(List.of(80, 40_000));
  final List<Integer> protocols;
  final List<Integer> icmpTypes;
  final List<Long> marks = new ArrayList<>(List.of(0L, 1L));
  final List<Integer> ttls = new ArrayList<>(List.of(64));
  final List<Integer> lengths = new ArrayList<>();
  final List<Long> macs = new ArrayList<>();

  private final Family family;

  Constants(Firewall firewall) {
    family = firewall.family();
    boolean v4 = family == Family.IPV4;
    int icmp = v4 ? Icmp.V4 : Icmp.V6;
    protocols = new ArrayList<>(List.of(Datagram.TCP, Datagram.TCP, Datagram.UDP, icmp, 47));
    icmpTypes = new ArrayList<>(v4 ? List.of(8, 0, 3, 13) : List.of(128, 129, 1, 135));
    List<String> strangers =
        v4 ? List.of("192.0.2.77", "10.77.0.1") : List.of("2001:db8:77::1", "fd77::1");
    strangers.forEach(text -> addresses.add(Address.parse(text).orElseThrow()));
    firewall.steps().flatMap(step -> step.conditions().stream()).forEach(this::add);
    firewall.steps().forEach(step -> add(step.action()));
    // whether the link calls 127.255.255.255 a broadcast is up to who sends there
    addresses.removeIf(a -> a.family() != family || a.equals(LOOPBACK_BROADCAST));
  }

  private void add(Condition condition) {
    switch (condition) {
      case Condition.Interface c -> interfaces.add(c.prefix() ? prefixed(c.name()) : c.name());
      case Condition.InNetwork c -> add(c.network());
      case Condition.InRange c -> {
        neighbours(c.from());
        neighbours(c.to());
      }
      case Condition.Protocol c -> protocols.add(c.number());
      case Condition.Port c -> c.ports().forEach(range -> add(ports, range, 0xffff));
      case Condition.EitherPort c -> c.ports().forEach(range -> add(ports, range, 0xffff));
      case Condition.Icmp c -> icmpTypes.add(c.type());
      case Condition.Mark c -> {
        marks.add(c.value());
        marks.add(c.value() | ~c.mask() & 0xffff_ffffL);
      }
      case Condition.SourceMac c -> macs.add(c.mac());
      case Condition.Ttl c -> add(ttls, c.values(), 255);
      case Condition.Length c -> add(lengths, c.bytes(), 9_000);
      case Condition.Connection c -> c.parts().forEach(this::add);
      case Condition.TcpFlags c -> {}
      case Condition.AddressType c -> {}
      case Condition.PacketType c -> {}
      case Condition.Fragment c -> {}
      case Condition.Always c -> {}
      case Condition.InSet c -> c.set().elements().forEach(this::add);
      case Condition.Unknown c -> {}
    }
  }

  private void add(SetElement element) {
    for (SetElement.Part part : element.parts()) {
      switch (part) {
        case SetElement.Part.Block block -> add(block.network());
        case SetElement.Part.Ports of -> {
          add(ports, of.ports(), 0xffff);
          // a bitmap of ports has none
          protocols.add(of.protocol() == 0 ? Datagram.TCP : of.protocol());
        }
        case SetElement.Part.Mac of -> macs.add(of.mac());
        case SetElement.Part.Mark of -> marks.add(of.mark());
        case SetElement.Part.Device of -> interfaces.add(of.name());
        case SetElement.Part.Member of -> of.set().elements().forEach(this::add);
      }
    }
  }

  private void add(ConnectionPart part) {
    switch (part) {
      case ConnectionPart.InNetwork p -> add(p.network());
      case ConnectionPart.Port p -> add(ports, p.ports(), 0xffff);
      default -> {}
    }
  }

  private void add(Action action) {
    if (action instanceof Action.Rewrite to) {
      to.addresses().ifPresent(range -> addresses.add(range.from()));
      to.ports().ifPresent(range -> add(ports, range, 0xffff));
    }
  }

  private static String prefixed(String prefix) {
    return prefix.isEmpty() ? "any0" : prefix + "0";
  }

  private void add(Network network) {
    networks.add(network);
    neighbours(network.base());
    Address mask = network.mask();
    boolean v4 = family == Family.IPV4;
    long low = network.base().low() | ~mask.low() & (v4 ? 0xffff_ffffL : -1L);
    long high = v4 ? 0 : network.base().high() | ~mask.high();
    neighbours(new Address(family, high, low));
  }

  private void neighbours(Address address) {
    for (int step = -1; step <= 1; step++) {
      long low = address.low() + step;
      long most = family == Family.IPV4 ? 0xffff_ffffL : -1L;
      if (address.family() == family && (low & most) == low) {
        addresses.add(new Address(family, address.high(), low));
      }
    }
  }

  private static void add(List<Integer> numbers, Range range, int most) {
    for (long number : new long[] {range.from() - 1, range.from(), range.to(), range.to() + 1}) {
      if (number >= 0 && number <= most) {
        numbers.add((int) number);
      }
    }
  }
}
