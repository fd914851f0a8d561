package dev.fwlint.kernel;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Makes a packet of what may be none: mends the fields that contradict each other. */
final class Plausible {
  /** The protocols of which conntrack finds something wrong with some packets. */
  private static final Set<Integer> INVALIDATED =
      Set.of(
          Icmp.V4,
          Icmp.V6,
          Datagram.TCP,
          Datagram.UDP,
          Datagram.UDPLITE,
          Datagram.SCTP,
          Datagram.GRE);

  private final Random random;
  private final Family family;

  Plausible(Random random, Family family) {
    this.random = random;
    this.family = family;
  }

  void make(Map<String, Object> fields) {
    way(fields);
    addresses(fields);
    transport(fields);
    connection(fields);
  }

  private void way(Map<String, Object> fields) {
    String hook = (String) fields.get("hook");
    switch (hook) {
      case "forward" -> {
        awayFromLo(fields, "in");
        awayFromLo(fields, "out");
      }
      case "output" -> {
        fields.remove("in");
        fields.remove("mac");
      }
      default -> fields.remove("out");
    }
  }

  private static void awayFromLo(Map<String, Object> fields, String key) {
    if (Links.LO.equals(fields.get(key))) {
      fields.put(key, Directions.OTHERWISE);
    }
  }

  private void addresses(Map<String, Object> fields) {
    boolean output = "output".equals(fields.get("hook"));
    if (Links.LO.equals(fields.get("in")) || Links.LO.equals(fields.get("out"))) {
      fields.put("src", Addresses.isLoopback(address(fields, "src")) ? fields.get("src") : home());
      fields.put("dst", fields.get("src"));
    } else {
      strangers(fields, output);
    }
    if (output && isHome(fields)) {
      fields.put("out", Links.LO);
    }
    List<Object> local = new ArrayList<>((List<?>) fields.get("local"));
    local.removeIf(own -> own.equals(fields.get(output ? "dst" : "src")));
    local.removeIf(own -> isNobodys(Address.parse((String) own).orElseThrow()));
    fields.put("local", local);
  }

  private void strangers(Map<String, Object> fields, boolean output) {
    String stranger = family == Family.IPV4 ? "192.0.2.9" : "2001:db8:9::9";
    String other = family == Family.IPV4 ? "192.0.2.10" : "2001:db8:9::10";
    Address from = address(fields, "src");
    if (Addresses.isLoopback(from) || isNobodys(from)) {
      fields.put("src", stranger);
    }
    Address to = address(fields, "dst");
    if (!output && (Addresses.isLoopback(to) || Addresses.isNobody(to))) {
      fields.put("dst", other);
    }
    if (!output && fields.get("dst").equals(fields.get("src"))) {
      fields.put("src", stranger);
    }
  }

  private static Address address(Map<String, Object> fields, String key) {
    return Address.parse((String) fields.get(key)).orElseThrow();
  }

  private static boolean isHome(Map<String, Object> fields) {
    Object destination = fields.get("dst");
    return destination.equals(fields.get("src"))
        || Addresses.isLoopback(Address.parse((String) destination).orElseThrow());
  }

  private static boolean isNobodys(Address address) {
    return Addresses.isGroup(address) || Addresses.isNobody(address);
  }

  private String home() {
    return family == Family.IPV4 ? "127.0.0.1" : "::1";
  }

  private void transport(Map<String, Object> fields) {
    String state = (String) fields.get("state");
    if (state.equals("UNTRACKED") && family == Family.IPV6) {
      fields.put("proto", Icmp.V6);
      fields.put("icmp_type", 135);
    } else if (state.equals("UNTRACKED")) {
      fields.put("state", "NEW");
    }
    Object asked = fields.remove("flags");
    fields.put("flags", flags(fields, asked == null ? -1 : (int) asked));
    if (Icmp.is(family, (int) fields.get("proto"))) {
      icmp(fields);
    }
  }

  private String flags(Map<String, Object> fields, int asked) {
    return switch ((String) fields.get("state")) {
      case "ESTABLISHED" -> one(List.of("ACK", "ACK", "PSH,ACK", "FIN,ACK", "RST", "RST,ACK"));
      case "INVALID" ->
          asked > 0 && random.nextBoolean()
              ? names(asked)
              : one(List.of("SYN,ACK", "FIN", "RST", "NONE", "FIN,PSH,URG", "ACK"));
      default -> random.nextInt(8) == 0 ? "ACK" : "SYN";
    };
  }

  private static String names(int flags) {
    List<String> names = new ArrayList<>();
    List<String> all = List.of("FIN", "SYN", "RST", "PSH", "ACK", "URG");
    for (int bit = 0; bit < all.size(); bit++) {
      if ((flags >> bit & 1) == 1) {
        names.add(all.get(bit));
      }
    }
    return names.isEmpty() ? "NONE" : String.join(",", names);
  }

  private void icmp(Map<String, Object> fields) {
    boolean v4 = family == Family.IPV4;
    int type = (int) fields.get("icmp_type");
    int protocol = (int) fields.get("proto");
    String state = (String) fields.get("state");
    if (state.equals("NEW") && !Icmp.asks(protocol, type)) {
      boolean untracked = Icmp.isUntracked(protocol, type);
      boolean error = Icmp.isError(protocol, type);
      fields.put(
          "state", untracked ? "UNTRACKED" : error && random.nextBoolean() ? "RELATED" : "INVALID");
    } else if (state.equals("RELATED") && !Icmp.isError(protocol, type)) {
      fields.put("icmp_type", v4 ? 3 : 1);
    } else if (state.equals("ESTABLISHED")) {
      boolean answers = Icmp.answers(protocol, type);
      fields.put("icmp_type", answers || Icmp.asks(protocol, type) ? type : v4 ? 8 : 128);
      fields.put("dir", answers ? "REPLY" : "ORIGINAL");
    } else if (state.equals("INVALID") && Icmp.isUntracked(protocol, type)) {
      fields.put("state", "UNTRACKED");
    }
  }

  private void connection(Map<String, Object> fields) {
    String state = (String) fields.get("state");
    if (state.equals("INVALID") && !INVALIDATED.contains((int) fields.get("proto"))) {
      fields.put("state", "NEW");
    }
    if (Links.LO.equals(fields.get("in"))) {
      fields.remove("orig_dst");
      fields.remove("orig_dport");
    }
    if (fields.get("sport").equals(fields.get("dport"))) {
      fields.put("sport", 39_999);
    }
    if (!state.equals("ESTABLISHED")) {
      fields.remove("orig_dst");
      fields.remove("orig_dport");
      if (!state.equals("RELATED")) {
        fields.remove("ctmark");
      }
      fields.remove("dir");
    }
  }

  private String one(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }
}
