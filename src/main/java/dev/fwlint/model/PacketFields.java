package dev.fwlint.model;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Packet.Route;
import dev.fwlint.model.Packet.Way;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Between a packet and the keys and values that people and programs write it with. */
public final class PacketFields {
  private static final Set<String> KEYS =
      Set.of(
          "hook",
          "in",
          "out",
          "src",
          "dst",
          "proto",
          "sport",
          "dport",
          "flags",
          "icmp_type",
          "icmp_code",
          "state",
          "dir",
          "orig_dst",
          "orig_dport",
          "mark",
          "ctmark",
          "ttl",
          "length",
          "mac",
          "routes",
          "local");

  private static final int TCP = 6;
  private static final int MOST_PORT = 0xffff;
  private static final long MOST_MARK = 0xffff_ffffL;
  private static final int MOST_BYTE = 255;

  private PacketFields() {}

  /**
   * A packet from its fields, whose values are text, whole numbers ({@code Long} or {@code
   * Integer}) and lists.
   */
  public static Packet packet(Map<String, Object> fields) throws PacketFormatException {
    for (String key : fields.keySet()) {
      if (!KEYS.contains(key)) {
        throw new PacketFormatException("a packet has no key %s".formatted(shown(key)));
      }
    }
    FieldReader read = new FieldReader(fields);
    Address source = read.address("src");
    Address destination = read.address("dst");
    if (source.family() != destination.family()) {
      throw new PacketFormatException("src and dst are of different families");
    }
    Family family = source.family();
    int protocol = read.protocol("proto");
    ConnState state = state(read);
    boolean v6 = family == Family.IPV6;
    Optional<Address> sentTo =
        fields.containsKey("orig_dst") ? Optional.of(read.address("orig_dst")) : Optional.empty();
    boolean icmp = protocol == Protocols.ICMP || protocol == Protocols.ICMPV6;
    Packet packet =
        new Packet(
            way(read, fields),
            read.name("in"),
            read.name("out"),
            source,
            destination,
            protocol,
            (int) read.number("sport", 40_000, MOST_PORT),
            (int) read.number("dport", 80, MOST_PORT),
            flags(read, state),
            (int) read.number("icmp_type", v6 ? 128 : 8, MOST_BYTE),
            (int) read.number("icmp_code", 0, MOST_BYTE),
            state,
            read.oneOf("dir", "ORIGINAL", List.of("ORIGINAL", "REPLY")).equals("ORIGINAL"),
            sentTo,
            fields.containsKey("orig_dport")
                ? OptionalInt.of((int) read.number("orig_dport", 0, MOST_PORT))
                : OptionalInt.empty(),
            read.number("mark", 0, MOST_MARK),
            read.number("ctmark", 0, MOST_MARK),
            (int) read.number("ttl", 64, MOST_BYTE),
            (int) read.number("length", length(protocol, icmp, v6), MOST_PORT),
            read.mac("mac"),
            routes(read, fields),
            read.addresses("local"));
    return packet;
  }

  private static int length(int protocol, boolean icmp, boolean v6) {
    int header = v6 ? 40 : 20;
    return header + (protocol == TCP ? 20 : icmp || protocol == Protocols.UDP ? 8 : 8);
  }

  private static Way way(FieldReader read, Map<String, Object> fields)
      throws PacketFormatException {
    boolean in = fields.containsKey("in");
    boolean out = fields.containsKey("out");
    String otherwise = in && !out ? "arrive" : out && !in ? "output" : "forward";
    List<String> ways = List.of("arrive", "forward", "input", "output");
    return Way.valueOf(read.oneOf("hook", otherwise, ways).toUpperCase(Locale.ROOT));
  }

  private static ConnState state(FieldReader read) throws PacketFormatException {
    List<String> states = List.of("NEW", "ESTABLISHED", "RELATED", "INVALID", "UNTRACKED");
    return ConnState.valueOf(read.oneOf("state", "NEW", states));
  }

  private static int flags(FieldReader read, ConnState state) throws PacketFormatException {
    boolean begins = state == ConnState.NEW || state == ConnState.RELATED;
    return read.flags("flags", begins ? "SYN" : "ACK");
  }

  private static Optional<List<Route>> routes(FieldReader read, Map<String, Object> fields)
      throws PacketFormatException {
    if (!fields.containsKey("routes")) {
      return Optional.empty();
    }
    List<Route> routes = new ArrayList<>();
    for (Object item : read.list("routes")) {
      if (!(item instanceof List<?> pair
          && pair.size() == 2
          && pair.get(0) instanceof String network
          && pair.get(1) instanceof String out)) {
        throw new PacketFormatException("a route is a list of a network and an interface");
      }
      routes.add(new Route(FieldReader.network("routes", network), out));
    }
    return Optional.of(routes);
  }

  /**
   * The fields that make this packet again; what is the default of its kind and says nothing is
   * left out.
   */
  public static Map<String, Object> fields(Packet packet) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("hook", packet.hook().name().toLowerCase(Locale.ROOT));
    putUnless(fields, "in", packet.in(), "");
    putUnless(fields, "out", packet.out(), "");
    fields.put("src", packet.source().toString());
    fields.put("dst", packet.destination().toString());
    fields.put("proto", Protocols.name(packet.protocol()));
    if (Protocols.hasPorts(packet.protocol())) {
      fields.put("sport", packet.sourcePort());
      fields.put("dport", packet.destinationPort());
    }
    if (packet.protocol() == TCP) {
      fields.put("flags", FieldReader.flagNames(packet.flags()));
    }
    if (packet.protocol() == Protocols.ICMP || packet.protocol() == Protocols.ICMPV6) {
      fields.put("icmp_type", packet.icmpType());
      fields.put("icmp_code", packet.icmpCode());
    }
    fields.put("state", packet.state().name());
    rest(packet, fields);
    return fields;
  }

  private static void rest(Packet packet, Map<String, Object> fields) {
    putUnless(fields, "dir", packet.original() ? "ORIGINAL" : "REPLY", "ORIGINAL");
    packet.originalDestination().ifPresent(to -> fields.put("orig_dst", to.toString()));
    packet.originalDestinationPort().ifPresent(port -> fields.put("orig_dport", port));
    putUnless(fields, "mark", packet.mark(), 0L);
    putUnless(fields, "ctmark", packet.connMark(), 0L);
    putUnless(fields, "ttl", packet.ttl(), 64);
    boolean v6 = packet.source().family() == Family.IPV6;
    putUnless(fields, "length", packet.length(), length(packet.protocol(), false, v6));
    packet.mac().ifPresent(mac -> fields.put("mac", FieldReader.macText(mac)));
    packet
        .routes()
        .ifPresent(
            routes -> fields.put("routes", routes.stream().map(PacketFields::pair).toList()));
    if (!packet.local().isEmpty()) {
      fields.put("local", packet.local().stream().map(Address::toString).toList());
    }
  }

  private static List<String> pair(Route route) {
    return List.of(route.network().toString(), route.out());
  }

  private static void putUnless(
      Map<String, Object> fields, String key, Object value, Object normal) {
    if (!value.equals(normal)) {
      fields.put(key, value);
    }
  }

  static String shown(String text) {
    return dev.fwlint.extension.Quoted.quoted(text);
  }
}
