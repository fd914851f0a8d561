package dev.fwlint.model;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonToken;
import dev.fwlint.ast.Family;
import dev.fwlint.source.SourceFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code {"addr": …, "route": …}}: what {@code ip -j addr} and {@code ip -j route} print
 * (ip-address(8), ip-route(8)).
 */
public final class HostReader {
  private static final Set<String> LOCAL_TABLE = Set.of("local", "255");
  private static final Set<String> MAIN_TABLE = Set.of("", "main", "254", "default", "253");

  private static final Map<String, String> ADDRESS_TYPES =
      Map.of(
          "local", Host.LOCAL,
          "broadcast", Host.BROADCAST,
          "anycast", "ANYCAST",
          "blackhole", "BLACKHOLE",
          "unreachable", "UNREACHABLE",
          "prohibit", "PROHIBIT");

  private final JsonFacts json;
  private final List<Host.Assigned> addresses = new ArrayList<>();

  /** What the addresses put into the local table. */
  private final List<Host.Own> own = new ArrayList<>();

  /** The local table itself, where it is among the routes. */
  private final List<Host.Own> listed = new ArrayList<>();

  private final List<HostRoute> routes = new ArrayList<>();
  private final Set<Family> addressed = EnumSet.noneOf(Family.class);
  private final Set<Family> routed = EnumSet.noneOf(Family.class);

  private HostReader(JsonFacts json) {
    this.json = json;
  }

  /** Reads a file. */
  public static Host read(SourceFile source) throws FactsFormatException {
    return JsonFacts.read(source, "ip -j", json -> new HostReader(json).host());
  }

  private Host host() throws IOException, FactsFormatException {
    json.expect(JsonToken.START_OBJECT, "an object {\"addr\": …, \"route\": …}");
    boolean empty = true;
    while (json.next() != JsonToken.END_OBJECT) {
      String key = json.name();
      json.next();
      switch (key) {
        case "addr" -> json.each("what ip -j addr prints", this::link);
        case "route" -> json.each("what ip -j route prints", this::route);
        default -> throw json.wrong("there is %s, but only addr and route are known", key);
      }
      empty = false;
    }
    json.end();
    if (empty) {
      throw json.wrong("there is neither addr nor route in it");
    }
    return known();
  }

  private Host known() {
    routes.sort(
        Comparator.comparingInt((HostRoute route) -> -route.network().bits())
            .thenComparingLong(HostRoute::metric));
    Set<Family> families = EnumSet.noneOf(Family.class);
    listed.forEach(entry -> families.add(entry.network().base().family()));
    own.removeIf(entry -> families.contains(entry.network().base().family()));
    own.addAll(listed);
    return new Host(addresses, own, routes, addressed, routed);
  }

  private void link() throws IOException, FactsFormatException {
    JsonLocation at = json.at();
    Link link = new Link();
    json.object(
        "an object",
        key -> {
          switch (key) {
            case "ifname" -> link.name = json.text();
            case "flags" -> json.each("a list of flags", () -> link.flags.add(json.text()));
            // a port of a bridge or a bond has none of its own, and one of a VRF has another table
            case "master" -> link.enslaved = true;
            case "addr_info" ->
                json.each("a list of addresses", () -> link.addresses.add(address()));
            default -> json.skip();
          }
        });
    // ip -4 prints an empty object for what has no address of the family
    link.addresses.removeIf(address -> address.text.isEmpty());
    if (!link.addresses.isEmpty() && link.name.isEmpty()) {
      throw json.wrong(at, "an interface needs its ifname");
    }
    for (LinkAddress address : link.addresses) {
      addressed.add(address.local().family());
      own.addAll(LocalTable.entries(link, address));
      addresses.add(new Host.Assigned(address.local(), link.name, address.global));
    }
  }

  private LinkAddress address() throws IOException, FactsFormatException {
    JsonLocation at = json.at();
    LinkAddress address = new LinkAddress();
    json.object(
        "an object",
        key -> {
          switch (key) {
            case "local" -> address.text = json.text();
            case "address" -> address.peer = Optional.of(json.address());
            case "broadcast" -> address.broadcast = Optional.of(json.address());
            case "prefixlen" -> address.length = (int) json.number(128);
            case "scope" -> address.global &= json.text().equals("global");
            case "secondary" -> address.global &= !json.flag();
            case "noprefixroute" -> address.prefixRoute = !json.flag();
            case "tentative", "dadfailed" -> address.sure &= !json.flag();
            default -> json.skip();
          }
        });
    if (!address.text.isEmpty() && !address.isGood()) {
      throw json.wrong(at, "%s is no address with a prefixlen", address.text);
    }
    return address;
  }

  private void route() throws IOException, FactsFormatException {
    JsonLocation at = json.at();
    RouteFields fields = new RouteFields();
    json.object(
        "an object",
        key -> {
          switch (key) {
            case "dst" -> fields.destination = json.text();
            case "gateway" -> fields.gateway = json.text();
            case "type" -> fields.type = json.text();
            case "table" -> fields.table = json.textOrNumber();
            case "metric" -> fields.metric = json.number(0xffff_ffffL);
            case "pref" -> fields.preference = json.isThere();
            case "tos" -> fields.certain = !json.isThere();
            case "dev" -> fields.devices.add(json.text());
            case "flags" ->
                json.each("a list of flags", () -> fields.dead |= json.text().equals("dead"));
            case "nexthops" -> json.each("a list of next hops", () -> nextHop(fields));
            default -> json.skip();
          }
        });
    if (!fields.destination.isEmpty()) {
      add(fields, at);
    }
  }

  private void nextHop(RouteFields route) throws IOException, FactsFormatException {
    RouteFields hop = new RouteFields();
    json.object(
        "an object",
        key -> {
          switch (key) {
            case "dev" -> hop.devices.add(json.text());
            case "gateway" -> hop.gateway = json.text();
            case "flags" ->
                json.each("a list of flags", () -> hop.dead |= json.text().equals("dead"));
            default -> json.skip();
          }
        });
    route.gateway = hop.gateway.isEmpty() ? route.gateway : hop.gateway;
    if (!hop.dead) {
      route.devices.addAll(hop.devices);
    }
  }

  private void add(RouteFields fields, JsonLocation at) throws FactsFormatException {
    Network network =
        fields.network().orElseThrow(() -> json.wrong(at, "%s is no network", fields.destination));
    if (LOCAL_TABLE.contains(fields.table)) {
      String type = ADDRESS_TYPES.get(fields.type);
      if (type != null) {
        listed.add(new Host.Own(network, type, fields.device(), true));
        addressed.add(network.base().family());
      }
    } else if (MAIN_TABLE.contains(fields.table)) {
      routed.add(network.base().family());
      HostRoute route = fields.route(network);
      boolean leads = route.kind() != HostRoute.Kind.UNICAST || !route.devices().isEmpty();
      if (!leads && !fields.dead) {
        throw json.wrong(at, "the route to %s has no dev", fields.destination);
      }
      if (leads && !fields.dead && !fields.type.equals("multicast")) {
        routes.add(route);
      }
    }
  }
}
