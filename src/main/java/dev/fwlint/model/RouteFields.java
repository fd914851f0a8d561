package dev.fwlint.model;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** What a route's JSON object says. */
final class RouteFields {
  private static final String DEFAULT = "default";

  String destination = "";
  String gateway = "";
  String type = "unicast";
  String table = "";
  long metric;
  boolean certain = true;
  boolean dead;
  final Set<String> devices = new LinkedHashSet<>();

  /** Whether it has a router preference, as every IPv6 route has that ip prints, and no other. */
  boolean preference;

  /** Where it leads. */
  Optional<Network> network() {
    if (!destination.equals(DEFAULT)) {
      return Network.parse(destination);
    }
    boolean v6 = preference || gateway.indexOf(':') >= 0;
    return Network.parse(v6 ? "::/0" : "0.0.0.0/0");
  }

  String device() {
    return devices.stream().findFirst().orElse("");
  }

  HostRoute route(Network network) {
    HostRoute.Kind kind =
        switch (type) {
          case "local", "broadcast", "anycast" -> HostRoute.Kind.LOCAL;
          case "blackhole", "unreachable", "prohibit" -> HostRoute.Kind.NONE;
          case "throw" -> HostRoute.Kind.THROW;
          default -> HostRoute.Kind.UNICAST;
        };
    return new HostRoute(network, kind, metric, devices.stream().toList(), certain);
  }
}
