package dev.fwlint.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A packet in one line: {@code tcp 203.0.113.9:40000 -> 172.17.0.2:5432, NEW, eth0 -> docker0}.
 * What a packet's object leaves out has the defaults of the format; of what is seldom there, only
 * what differs from them is told.
 */
final class PacketText {
  private static final Set<String> WITH_PORTS =
      Set.of("tcp", "udp", "sctp", "dccp", "udplite", "6", "17", "33", "132", "136");
  private static final Set<String> ICMP = Set.of("icmp", "1");
  private static final Set<String> ICMPV6 = Set.of("ipv6-icmp", "icmpv6", "58");

  /** What the sentence itself tells. */
  private static final Set<String> TOLD =
      Set.of(
          "hook",
          "in",
          "out",
          "src",
          "dst",
          "proto",
          "sport",
          "dport",
          "icmp_type",
          "icmp_code",
          "flags",
          "state",
          "dir",
          "orig_dst",
          "orig_dport",
          "routes",
          "local");

  private static final Map<String, String> DEFAULTS =
      Map.of("mark", "0", "ctmark", "0", "ttl", "64");

  private final Map<String, Object> packet;

  private PacketText(Map<String, Object> packet) {
    this.packet = packet;
  }

  static String of(Map<String, Object> packet) {
    return new PacketText(packet).sentence();
  }

  private String sentence() {
    List<String> parts = new ArrayList<>();
    parts.add(protocol() + " " + end("src", "sport", 40000) + " -> " + end("dst", "dport", 80));
    parts.add(icmp());
    parts.add(value("state", "NEW"));
    parts.add(flags());
    parts.add(connection());
    parts.add(way());
    parts.add(routes());
    parts.add(list("local", "the host has "));
    packet.forEach((key, value) -> parts.add(other(key, String.valueOf(value))));
    return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining(", "));
  }

  private String protocol() {
    return value("proto", "tcp");
  }

  private String end(String address, String port, int otherwise) {
    String host = value(address, "?");
    if (!WITH_PORTS.contains(protocol())) {
      return host;
    }
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + value(port, "" + otherwise);
  }

  private String icmp() {
    boolean v6 = ICMPV6.contains(protocol());
    if (!v6 && !ICMP.contains(protocol())) {
      return "";
    }
    return "type " + value("icmp_type", v6 ? "128" : "8") + " code " + value("icmp_code", "0");
  }

  private String flags() {
    String usual = value("state", "NEW").equals("NEW") ? "SYN" : "ACK";
    String flags = value("flags", usual);
    return flags.equals(usual) ? "" : "flags " + flags;
  }

  private String connection() {
    String direction = packet.containsKey("dir") ? "direction " + value("dir", "") : "";
    if (!packet.containsKey("orig_dst") && !packet.containsKey("orig_dport")) {
      return direction;
    }
    String target = "of a connection to " + originalEnd();
    return direction.isEmpty() ? target : direction + " " + target;
  }

  private String originalEnd() {
    String host = value("orig_dst", value("dst", "?"));
    String port = value("orig_dport", value("dport", "80"));
    boolean ports = WITH_PORTS.contains(protocol());
    return ports ? (host.contains(":") ? "[" + host + "]" : host) + ":" + port : host;
  }

  private String way() {
    String in = value("in", "");
    String out = value("out", "");
    return switch (value("hook", hookOf(in, out))) {
      case "arrive" -> in.isEmpty() ? "" : "arriving by " + in;
      case "input" -> (in.isEmpty() ? "?" : in) + " -> this host";
      case "output" -> "this host -> " + (out.isEmpty() ? "?" : out);
      default -> (in.isEmpty() ? "?" : in) + " -> " + (out.isEmpty() ? "?" : out);
    };
  }

  private static String hookOf(String in, String out) {
    if (!in.isEmpty() && out.isEmpty()) {
      return "arrive";
    }
    return in.isEmpty() && !out.isEmpty() ? "output" : "forward";
  }

  private String routes() {
    if (!(packet.get("routes") instanceof Collection<?> routes) || routes.isEmpty()) {
      return "";
    }
    return routes.stream()
        .map(route ->
            route instanceof List<?> r && r.size() == 2 ? r.get(0) + " by " + r.get(1) : "" + route)
        .collect(Collectors.joining("; ", "routes ", ""));
  }

  private String list(String key, String prefix) {
    if (!(packet.get(key) instanceof Collection<?> values) || values.isEmpty()) {
      return "";
    }
    return values.stream().map(String::valueOf).collect(Collectors.joining(" ", prefix, ""));
  }

  private static String other(String key, String value) {
    boolean silent = TOLD.contains(key) || value.equals(DEFAULTS.get(key));
    return silent ? "" : key + " " + value;
  }

  private String value(String key, String otherwise) {
    Object value = packet.get(key);
    return value == null ? otherwise : value.toString();
  }
}
