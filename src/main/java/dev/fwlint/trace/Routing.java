package dev.fwlint.trace;

import dev.fwlint.model.Address;
import dev.fwlint.model.HostRoute;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Where packets leave that are sent to an address. */
interface Routing {
  /** What a packet is told that no route takes. */
  String NOWHERE = "";

  /** What a route says that keeps its packets on the host. */
  String HERE = "lo";

  /**
   * The interfaces that the kernel may choose, {@link #HERE} or {@link #NOWHERE} among them; one at
   * least.
   */
  List<String> to(Address destination);

  /** What the packet or the rules tell; what these do not know leaves by one interface. */
  record Told(Routes routes, String otherwise) implements Routing {
    @Override
    public List<String> to(Address destination) {
      return List.of(routes.to(destination).orElse(otherwise));
    }
  }

  /** The host's main table (ip-route(8)); first the longest prefixes, then the lowest metrics. */
  record OfHost(List<HostRoute> routes) implements Routing {
    @Override
    public List<String> to(Address destination) {
      Set<String> ways = new LinkedHashSet<>();
      for (HostRoute route : routes) {
        if (route.network().contains(destination)) {
          ways.addAll(ways(route));
          if (route.certain()) {
            return List.copyOf(ways);
          }
        }
      }
      ways.add(NOWHERE);
      return List.copyOf(ways);
    }

    private static List<String> ways(HostRoute route) {
      return switch (route.kind()) {
        case UNICAST -> route.devices();
        case LOCAL -> List.of(HERE);
        case NONE, THROW -> List.of(NOWHERE);
      };
    }
  }
}
