package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;
import dev.fwlint.model.Protocols;
import dev.fwlint.packets.Point;
import java.util.List;
import java.util.Map;

/** Writes what the engine knows of a packet as a packet's JSON has it, its way aside. */
final class Telling {
  private static final List<String> STATES =
      List.of("NEW", "ESTABLISHED", "RELATED", "INVALID", "UNTRACKED");

  private final Fields fields;

  Telling(Fields fields) {
    this.fields = fields;
  }

  /** Adds addresses, transport header, state, marks and the rest. */
  void tell(Point point, Map<String, Object> json) {
    addresses(json, point);
    transport(json, point);
    rest(json, point);
  }

  private void addresses(Map<String, Object> json, Point point) {
    Family family = fields.family;
    Address to = new Address(family, point.get(DESTINATION_HIGH), point.get(DESTINATION));
    json.put("src", new Address(family, point.get(SOURCE_HIGH), point.get(SOURCE)).toString());
    json.put("dst", to.toString());
    boolean local = ADDRESS_TYPES.get((int) point.get(DESTINATION_TYPE)).equals("LOCAL");
    if (fields.host.map(host -> host.isLocal(to)).orElse(local)) {
      json.put("local", List.of(to.toString()));
    }
  }

  private void transport(Map<String, Object> json, Point point) {
    int protocol = (int) point.get(PROTOCOL);
    json.put("proto", Protocols.name(protocol));
    if (Protocols.hasPorts(protocol)) {
      json.put("sport", point.get(SOURCE_PORT));
      json.put("dport", point.get(DESTINATION_PORT));
    } else if (Protocols.isIcmp(protocol)) {
      json.put("icmp_type", Math.min(255, point.get(SOURCE_PORT)));
      json.put("icmp_code", Math.min(255, point.get(DESTINATION_PORT)));
    }
    if (protocol == Protocols.TCP) {
      json.put("flags", Shape.flagNames(point.get(TCP_FLAGS)));
    }
  }

  private void rest(Map<String, Object> json, Point point) {
    json.put("state", STATES.get((int) point.get(TRACKED_STATE)));
    if (point.get(REPLY) == 1) {
      json.put("dir", "REPLY");
    }
    put(json, "mark", fields.marks.mark(point.get(MARK)), 0);
    put(json, "ctmark", fields.marks.mark(point.get(CONNECTION_MARK)), 0);
    put(json, "ttl", point.get(TTL), 64);
    put(
        json,
        "length",
        point.get(LENGTH),
        Lengths.usual((int) point.get(PROTOCOL), fields.family == Family.IPV6));
    if (point.get(MAC) != 0) {
      json.put("mac", "%012x".formatted(point.get(MAC)).replaceAll("(..)(?!$)", "$1:"));
    }
  }

  private static void put(Map<String, Object> json, String key, long value, long usual) {
    if (value != usual) {
      json.put(key, value);
    }
  }
}
