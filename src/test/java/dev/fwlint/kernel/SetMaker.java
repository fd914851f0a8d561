package dev.fwlint.kernel;

import dev.fwlint.ast.Family;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Makes small random sets of the types that kernels commonly have, and rules that ask for them. */
final class SetMaker {
  private static final List<String> TYPES =
      List.of(
          "bitmap:ip",
          "bitmap:ip,mac",
          "bitmap:port",
          "hash:ip",
          "hash:net",
          "hash:ip,port",
          "hash:net,port",
          "hash:ip,port,ip",
          "hash:ip,port,net",
          "hash:net,iface",
          "list:set");

  private static final String[] PORTS = {
    "tcp:80", "tcp:22", "udp:53", "tcp:1024-1100", "sctp:80", "gre:0", "22"
  };

  private final Random random;
  private final Family family;
  private final Map<String, String> types = new LinkedHashMap<>();

  SetMaker(long seed, Family family) {
    this.random = new Random(seed);
    this.family = family;
  }

  private boolean v4() {
    return family == Family.IPV4;
  }

  private String any(String... texts) {
    return texts[random.nextInt(texts.length)];
  }

  private boolean one(int of) {
    return random.nextInt(of) == 0;
  }

  /** The sets, as ipset saves them. */
  String sets() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      String type = TYPES.get(random.nextInt(TYPES.size()));
      boolean noneToList = types.values().stream().allMatch("list:set"::equals);
      boolean onlyV4 = type.startsWith("bitmap:ip");
      if (!(type.equals("list:set") && noneToList) && (v4() || !onlyV4)) {
        set(text, "s" + i, type);
      }
    }
    return text.toString();
  }

  private void set(StringBuilder text, String name, String type) {
    text.append("create ").append(name).append(' ').append(type).append(options(type)).append('\n');
    TreeMap<String, String> elements = new TreeMap<>();
    for (int n = random.nextInt(7); n >= 0; n--) {
      String element = element(type);
      // an address has one MAC address in a bitmap
      elements.put(type.startsWith("bitmap") ? element.split(",")[0] : element, element);
    }
    for (String element : elements.values()) {
      boolean exception = type.contains("net") && one(4);
      text.append("add %s %s%s -exist%n".formatted(name, element, exception ? " nomatch" : ""));
    }
    types.put(name, type);
  }

  private String options(String type) {
    String own =
        switch (type) {
          case "bitmap:ip" -> " range 10.0.0.0/16" + (one(3) ? " netmask 24" : "");
          case "bitmap:ip,mac" -> " range 10.0.0.0/16";
          case "bitmap:port" -> " range 0-65535";
          case "list:set" -> "";
          case "hash:ip" ->
              " family "
                  + (v4() ? "inet" : "inet6")
                  + (one(3) ? v4() ? " netmask 24" : " netmask 64" : "");
          default -> " family " + (v4() ? "inet" : "inet6");
        };
    return own + (one(4) ? " counters" : "") + (one(4) ? " comment" : "");
  }

  private String element(String type) {
    List<String> parts = new ArrayList<>();
    String[] dimensions = type.substring(type.indexOf(':') + 1).split(",");
    for (String dimension : dimensions) {
      parts.add(
          switch (dimension) {
            case "ip" -> address();
            case "net" -> network(type.equals("hash:net,iface"));
            case "port" -> type.equals("bitmap:port") ? any("22", "80", "1000-1100") : port();
            case "mac" -> any("00:11:22:33:44:55", "00:11:22:33:44:56");
            case "iface" -> any("eth0", "eth1", "br0", "physdev:eth1");
            default -> {
              List<String> others =
                  types.entrySet().stream()
                      .filter(other -> !other.getValue().equals("list:set"))
                      .map(Map.Entry::getKey)
                      .toList();
              yield others.get(random.nextInt(others.size()));
            }
          });
    }
    return type.equals("bitmap:ip,mac") && one(3) ? parts.getFirst() : String.join(",", parts);
  }

  private String port() {
    return one(4)
        ? v4()
            ? any("icmp:echo-request", "icmp:3/1", "icmp:host-unreachable")
            : any("icmpv6:echo-request", "icmpv6:1/4")
        : any(PORTS);
  }

  private String address() {
    return v4()
        ? any("10.0.0.1", "10.0.0.2", "10.0.1.7", "10.0.2.4")
        : any("2001:db8::1", "2001:db8::2", "2001:db8:0:1::7", "fd00::4");
  }

  private String network(boolean wide) {
    return v4()
        ? any(
            "10.0.0.0/8",
            "10.0.0.0/16",
            "10.0.0.0/24",
            "10.0.0.2",
            "10.0.0.0/30",
            wide ? "0.0.0.0/0" : "10.0.1.0/25")
        : any(
            "2001:db8::/32",
            "2001:db8::/64",
            "2001:db8::/127",
            "2001:db8::1",
            wide ? "::/0" : "fd00::/8");
  }

  /** A ruleset that asks for each set in several ways. */
  String rules() {
    StringBuilder text = new StringBuilder("*mangle\n");
    for (String chain : List.of("PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING")) {
      text.append(':').append(chain).append(" ACCEPT [0:0]\n");
    }
    for (String chain : List.of("PREROUTING", "FORWARD", "POSTROUTING", "INPUT")) {
      types.keySet().forEach(set -> rule(text, chain, set));
    }
    return text.append("COMMIT\n").toString();
  }

  private void rule(StringBuilder text, String chain, String set) {
    String type = types.getOrDefault(set, "");
    int dimensions = type.split(",").length;
    List<String> ends = new ArrayList<>();
    for (int i = one(8) ? 1 : 0; i < Math.max(dimensions, 1 + random.nextInt(3)); i++) {
      ends.add(type.contains("mac") && i == 1 ? "src" : any("src", "dst"));
    }
    text.append(
        "-A %s -m set%s --match-set %s %s%s%n"
            .formatted(
                chain,
                one(4) ? " !" : "",
                set,
                ends.isEmpty() ? "src" : String.join(",", ends),
                type.contains("net") && one(3) ? " --return-nomatch" : ""));
  }
}
