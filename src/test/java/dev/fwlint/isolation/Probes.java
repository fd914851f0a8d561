package dev.fwlint.isolation;

import dev.fwlint.Linter;
import dev.fwlint.ast.Family;
import dev.fwlint.docker.Bridge;
import dev.fwlint.docker.DockerHost;
import dev.fwlint.model.Address;
import dev.fwlint.model.Packet;
import dev.fwlint.model.PacketFields;
import dev.fwlint.model.PacketFormatException;
import dev.fwlint.source.SourceFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * First packets of connections between any two networks of a Docker host, and between its internal
 * ones and the world: to containers and to an address that nobody has, from a container and from
 * another, to the ports that rules name and to one that none does.
 */
final class Probes {
  static final Pattern ADDRESS = Pattern.compile("((?:\\d+\\.){3}\\d+)/32");

  private static final Pattern PORT = Pattern.compile("--dport (\\d+) ");
  private static final long UNNAMED = 61_234;

  private final String ruleset;
  private final List<Probe> probes = new ArrayList<>();

  /** A packet, and between which places. */
  record Probe(String from, String to, Packet packet) {
    List<String> pair() {
      return List.of(from, to);
    }
  }

  /** What is behind an interface: first the addresses that nobody has, then the containers'. */
  private record Place(String name, String device, List<String> addresses, boolean internal) {}

  private Probes(String ruleset) {
    this.ruleset = ruleset;
    SourceFile source = new SourceFile("original", ruleset);
    DockerHost host = DockerHost.of(Linter.load(source, Optional.of(Family.IPV4)));
    List<Place> places = new ArrayList<>();
    for (Bridge bridge : host.bridges()) {
      places.add(
          new Place(bridge.name(), bridge.name(), addresses(bridge, places), bridge.internal()));
    }
    Place outside = outside(host);
    for (Place from : places) {
      for (Place to : places) {
        if (!from.equals(to)) {
          between(from, to);
        }
      }
      if (from.internal()) {
        between(from, outside);
        between(outside, from);
      }
    }
  }

  static List<Probe> of(String ruleset) {
    return List.copyOf(new Probes(ruleset).probes);
  }

  /** What is in no network that the ruleset tells of may be anywhere. */
  private Place outside(DockerHost host) {
    Set<String> inside =
        host.bridges().stream()
            .flatMap(bridge -> named(bridge).stream())
            .collect(Collectors.toSet());
    Stream<String> named =
        ADDRESS
            .matcher(ruleset)
            .results()
            .map(found -> found.group(1))
            .filter(address -> !inside.contains(address));
    List<String> addresses =
        Stream.concat(Stream.of("203.0.113.9", "172.31.77.77", "192.0.2.77"), named)
            .filter(address -> !address.startsWith("127.") && !isPlaced(address, host))
            .toList();
    return new Place("outside", "eth0", addresses, false);
  }

  private static boolean isPlaced(String address, DockerHost host) {
    return host.bridges().stream().anyMatch(bridge -> isOf(bridge, address));
  }

  /**
   * Where the ruleset does not tell the network, around the containers that it names, and where it
   * names none, one that no other has.
   */
  private List<String> addresses(Bridge bridge, List<Place> others) {
    List<String> named = named(bridge);
    Stream<String> around =
        Stream.concat(bridge.subnets().stream().map(net -> net.base().toString()), named.stream())
            .map(address -> address.replaceFirst("\\d+$", "77"))
            .limit(1);
    Set<String> addresses = around.collect(Collectors.toCollection(LinkedHashSet::new));
    if (addresses.isEmpty()) {
      addresses.addAll(List.of("10.77.%d.77".formatted(others.size()), "192.0.2.77"));
    }
    ADDRESS
        .matcher(ruleset)
        .results()
        .map(found -> found.group(1))
        .filter(address -> isOf(bridge, address))
        .forEach(addresses::add);
    addresses.addAll(named);
    return List.copyOf(addresses);
  }

  /** The containers that a bridge's published ports name. */
  private List<String> named(Bridge bridge) {
    return Pattern.compile("-A DOCKER -d ([^ /]+)/32 .*-o %s ".formatted(bridge.name()))
        .matcher(ruleset)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static boolean isOf(Bridge bridge, String address) {
    Address parsed = Address.parse(address).orElseThrow();
    return bridge.subnets().stream().anyMatch(subnet -> subnet.contains(parsed));
  }

  private void between(Place from, Place to) {
    if (to.name().equals("docker_gwbridge")) {
      return;
    }
    String nobody = from.addresses().getFirst();
    for (String destination : to.addresses()) {
      for (long port : ports()) {
        probe(from, to, nobody, destination, Map.of("proto", "tcp", "dport", port));
        probe(from, to, nobody, destination, Map.of("proto", "udp", "dport", port));
      }
      for (String protocol : List.of("icmp", "sctp", "47")) {
        probe(from, to, nobody, destination, Map.of("proto", protocol));
      }
      for (String source : from.addresses()) {
        probe(from, to, source, destination, Map.of("dport", UNNAMED));
      }
    }
  }

  private Set<Long> ports() {
    Set<Long> ports = new TreeSet<>(Set.of(22L, 53L, 80L, UNNAMED));
    Matcher named = PORT.matcher(ruleset);
    while (named.find()) {
      ports.add(Long.valueOf(named.group(1)));
    }
    return ports;
  }

  private void probe(
      Place from, Place to, String source, String destination, Map<String, Object> rest) {
    Map<String, Object> json = new LinkedHashMap<>(rest);
    json.put("hook", "forward");
    json.put("in", from.device());
    json.put("out", to.device());
    json.put("src", source);
    json.put("dst", destination);
    probes.add(new Probe(from.name(), to.name(), packet(json)));
  }

  static Packet packet(Map<String, Object> json) {
    try {
      return PacketFields.packet(json);
    } catch (PacketFormatException wrong) {
      throw new IllegalStateException(wrong);
    }
  }
}
