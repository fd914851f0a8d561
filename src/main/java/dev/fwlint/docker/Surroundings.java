package dev.fwlint.docker;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Network;
import dev.fwlint.model.Step;
import dev.fwlint.reach.Latest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where containers may be of a bridge whose subnets no rule tells, as of networks in gateway mode
 * routed: around those that its published ports name. So many addresses as share their first 24
 * bits, or 64 of IPv6, are taken to be of one network, but for what another's is among them.
 */
public final class Surroundings {
  private final Map<String, Set<Network>> byBridge = new HashMap<>();

  private record Place(Address address, String bridge, boolean placed) {}

  private Surroundings(Firewall firewall, List<Bridge> bridges) {
    List<Place> places = new ArrayList<>();
    Set<String> open = new LinkedHashSet<>();
    for (Bridge bridge : bridges) {
      bridge.subnets().forEach(net -> places.add(new Place(net.base(), bridge.name(), true)));
      if (bridge.subnets().isEmpty()) {
        open.add(bridge.name());
      }
    }
    firewall
        .steps("filter", "DOCKER")
        .forEach(step ->
            Shapes.out(step)
                .filter(open::contains)
                .flatMap(bridge -> container(step).map(to -> new Place(to, bridge, false)))
                .ifPresent(places::add));
    Map<Place, Integer> lengths = new HashMap<>();
    places.sort(Comparator.comparing(Place::address));
    part(places, lengths);
    part(places.reversed(), lengths);
    lengths.forEach((place, length) ->
        byBridge
            .computeIfAbsent(place.bridge(), name -> new LinkedHashSet<>())
            .add(Network.of(place.address(), length)));
  }

  private static final Latest<Surroundings> LATEST =
      new Latest<>(firewall -> new Surroundings(firewall, DockerHost.of(firewall).bridges()));

  public static Surroundings of(Firewall firewall) {
    return LATEST.of(firewall);
  }

  /** The networks around the containers that are known of such a bridge; none for others. */
  public List<Network> around(String bridge) {
    return List.copyOf(byBridge.getOrDefault(bridge, Set.of()));
  }

  private static Optional<Address> container(Step step) {
    return Shapes.host(step, End.DESTINATION);
  }

  /** Lengthens the prefixes of a sorted list's places until the one before is not within them. */
  private static void part(List<Place> places, Map<Place, Integer> lengths) {
    Optional<Place> before = Optional.empty();
    Optional<Place> others = Optional.empty();
    for (Place place : places) {
      if (before.filter(last -> !last.bridge().equals(place.bridge())).isPresent()) {
        others = before;
      }
      if (!place.placed()) {
        int least = others.map(other -> common(place.address(), other.address()) + 1).orElse(0);
        lengths.merge(place, Math.max(least, usual(place.address().family())), Math::max);
      }
      before = Optional.of(place);
    }
  }

  private static int usual(Family family) {
    return family == Family.IPV4 ? 24 : 64;
  }

  /** How many bits two addresses share, one less than all for the same address of two bridges. */
  private static int common(Address one, Address other) {
    boolean v4 = one.family() == Family.IPV4;
    int high = v4 ? -32 : Long.numberOfLeadingZeros(one.high() ^ other.high());
    boolean further = v4 || high == 64;
    int bits = high + (further ? Long.numberOfLeadingZeros(one.low() ^ other.low()) : 0);
    return Math.min(bits, v4 ? 31 : 127);
  }
}
