package dev.fwlint.kernel;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;
import dev.fwlint.model.Condition;
import dev.fwlint.model.ConnectionPart;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Packet;
import dev.fwlint.model.PacketFields;
import dev.fwlint.model.PacketFormatException;
import dev.fwlint.model.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes random packets that a ruleset has something to say about. */
public final class PacketMaker {
  private final Random random;
  private final Constants constants;
  private final List<Step> steps;
  private final Family family;
  private final String ruleset;

  public PacketMaker(Firewall firewall, Random random) {
    this.random = random;
    this.constants = new Constants(firewall);
    this.steps = firewall.steps().toList();
    this.family = firewall.family();
    this.ruleset = firewall.file().source().text();
  }

  /** Packets that a lab takes, so far as that shows beforehand. */
  List<Packet> sendable(int count, Tally tally) {
    List<Packet> packets = new ArrayList<>();
    while (packets.size() < count) {
      Packet packet = next();
      tally.count("packets made", 1);
      try {
        KernelLab.admit(packet, family, ruleset);
        packets.add(packet);
      } catch (Staging.Impossible impossible) {
        tally.refuse(String.valueOf(impossible.getMessage()), Judgement.json(packet));
      }
    }
    return packets;
  }

  public Packet next() {
    Map<String, Object> fields = anything();
    if (!steps.isEmpty() && random.nextInt(10) < 8) {
      Step step = one(steps);
      step.conditions().forEach(condition -> satisfy(fields, condition));
    }
    new Plausible(random, family).make(fields);
    try {
      Packet packet = PacketFields.packet(fields);
      fields.put("length", Math.max(packet.length(), least(packet)));
      return PacketFields.packet(fields);
    } catch (PacketFormatException wrong) {
      throw new IllegalStateException(fields.toString(), wrong);
    }
  }

  /** What it takes to stage the packet may make it longer. */
  private static int least(Packet packet) {
    try {
      return Staging.of(packet).datagram().minimum();
    } catch (Staging.Impossible impossible) {
      return 0;
    }
  }

  private <T> T one(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private boolean rarely() {
    return random.nextInt(8) == 0;
  }

  private Map<String, Object> anything() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("hook", one(List.of("forward", "forward", "input", "output", "arrive")));
    fields.put("in", one(constants.interfaces));
    fields.put("out", one(constants.interfaces));
    fields.put("src", one(constants.addresses).toString());
    fields.put("dst", one(constants.addresses).toString());
    fields.put("proto", one(constants.protocols));
    fields.put("sport", one(constants.ports));
    fields.put("dport", one(constants.ports));
    fields.put("icmp_type", one(constants.icmpTypes));
    fields.put("icmp_code", rarely() ? 1 : 0);
    fields.put("state", one(STATES));
    rarities(fields);
    surroundings(fields);
    return fields;
  }

  private void rarities(Map<String, Object> fields) {
    if (rarely()) {
      fields.put("mark", one(constants.marks));
    }
    if (rarely()) {
      fields.put("ttl", Math.max(2, one(constants.ttls)));
    }
    if (!constants.lengths.isEmpty()) {
      fields.put("length", Math.max(100, one(constants.lengths)));
    }
    if (!constants.macs.isEmpty()) {
      fields.put("mac", mac(rarely() ? 0x0600_0000_0001L : one(constants.macs)));
    }
  }

  private static final List<String> STATES =
      List.of("NEW", "NEW", "NEW", "NEW", "ESTABLISHED", "ESTABLISHED", "RELATED", "INVALID");

  private void surroundings(Map<String, Object> fields) {
    List<List<String>> routes = new ArrayList<>();
    for (var network : constants.networks) {
      String out = one(constants.interfaces);
      boolean routable = isPrefix(network.mask()) && !Addresses.isLoopback(network.base());
      if (routable && !out.equals(Links.LO) && random.nextInt(3) == 0) {
        routes.add(List.of(network.base() + "/" + network.bits(), out));
      }
    }
    fields.put("routes", routes);
    List<String> local = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      local.add(one(constants.addresses).toString());
    }
    fields.put("local", local);
    if (random.nextInt(3) == 0) {
      fields.put("dir", "REPLY");
    }
    if (rarely()) {
      fields.put("orig_dst", one(constants.addresses).toString());
      fields.put("orig_dport", one(constants.ports));
    }
    if (rarely()) {
      fields.put("ctmark", one(constants.marks));
    }
  }

  private boolean isPrefix(Address mask) {
    if (family == Family.IPV4) {
      return Long.bitCount(~mask.low() + 1 & 0xffff_ffffL) <= 1;
    }
    return mask.high() == -1L
        ? Long.bitCount(~mask.low() + 1) <= 1
        : mask.low() == 0 && Long.bitCount(~mask.high() + 1) <= 1;
  }

  private static String mac(long mac) {
    return "%012x".formatted(mac).replaceAll("(..)(?!$)", "$1:");
  }

  private void satisfy(Map<String, Object> fields, Condition condition) {
    switch (condition) {
      case Condition.Interface c when !c.negated() ->
          fields.put(c.in() ? "in" : "out", c.name() + (c.prefix() ? "7" : ""));
      case Condition.InNetwork c when !c.negated() -> {
        Address inside = within(c.network().base(), c.network().mask());
        fields.put(c.end() == Condition.End.SOURCE ? "src" : "dst", inside.toString());
      }
      case Condition.Protocol c when !c.negated() -> fields.put("proto", c.number());
      case Condition.Port c when !c.negated() ->
          fields.put(
              c.end() == Condition.End.SOURCE ? "sport" : "dport", (int) one(c.ports()).from());
      case Condition.EitherPort c when !c.negated() ->
          fields.put("dport", (int) one(c.ports()).to());
      case Condition.Icmp c when !c.negated() && c.type() < 255 -> {
        fields.put("icmp_type", c.type());
        fields.put("icmp_code", (int) c.codes().from());
      }
      case Condition.TcpFlags c when !c.negated() -> fields.put("flags", c.set());
      case Condition.Mark c when !c.negated() ->
          fields.put(c.ofConnection() ? "ctmark" : "mark", c.value());
      case Condition.AddressType c -> local(fields, c);
      case Condition.Connection c -> c.parts().forEach(part -> satisfy(fields, part));
      default -> {}
    }
  }

  private void satisfy(Map<String, Object> fields, ConnectionPart part) {
    switch (part) {
      case ConnectionPart.States p when !p.negated() -> {
        String state = one(List.copyOf(p.states())).name();
        fields.put("state", state.endsWith("NAT") ? "ESTABLISHED" : state);
      }
      case ConnectionPart.InNetwork p when p.original() && p.end() == Condition.End.DESTINATION ->
          fields.put("orig_dst", p.network().base().toString());
      case ConnectionPart.Direction p -> fields.put("dir", p.original() ? "ORIGINAL" : "REPLY");
      default -> {}
    }
  }

  private static void local(Map<String, Object> fields, Condition.AddressType c) {
    if (c.types().contains("LOCAL") && c.end() == Condition.End.DESTINATION) {
      fields.put("local", List.of(fields.get("dst")));
    }
  }

  private Address within(Address base, Address mask) {
    boolean v4 = family == Family.IPV4;
    long low = base.low() | random.nextLong() & ~mask.low() & (v4 ? 0xffff_ffffL : -1L);
    long high = v4 ? 0 : base.high() | random.nextLong() & ~mask.high();
    return new Address(family, high, low);
  }
}
