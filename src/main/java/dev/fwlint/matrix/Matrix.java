package dev.fwlint.matrix;

import dev.fwlint.docker.Bridge;
import dev.fwlint.docker.DockerHost;
import dev.fwlint.docker.Neighbour;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Network;
import dev.fwlint.reach.Openings;
import dev.fwlint.reach.Segment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who can open a connection to whom.
 *
 * @param places the host, what is outside, and the networks, in the order of the file
 * @param cells those in which something is open
 * @param missing the tables that the file does not have and that were taken as empty
 * @param complete whether all was looked at; else more may be open than is told
 */
public record Matrix(List<Place> places, List<Cell> cells, List<String> missing, boolean complete) {
  public Matrix {
    places = List.copyOf(places);
    cells = List.copyOf(cells);
    missing = List.copyOf(missing);
  }

  /**
   * What each of some can open to one.
   *
   * @param crosses whether from one network into another
   * @param example the first packet of one such connection, as a packet's JSON
   */
  public record Cell(
      List<Place> from, Place to, boolean crosses, List<Flow> flows, Map<String, Object> example) {
    public Cell {
      from = List.copyOf(from);
      flows = List.copyOf(flows);
    }
  }

  public static Matrix of(Firewall firewall) {
    Map<Segment, Place> places = places(firewall);
    List<Segment> segments =
        places.keySet().stream().filter(segment -> !segment.equals(Segment.HOST)).toList();
    Openings openings = Openings.of(firewall, segments, List.of());
    Flows flows = new Flows(firewall.family());
    List<Cell> cells = new ArrayList<>();
    for (Openings.Cell cell : openings.cells()) {
      Place to = place(places, cell.to());
      List<Flow> open = flows.of(cell.openings());
      for (boolean crosses : new boolean[] {false, true}) {
        List<Place> from =
            cell.from().stream()
                .map(segment -> place(places, segment))
                .filter(one -> crosses == crosses(one, to) && !passesBack(one, to))
                .toList();
        if (!from.isEmpty()) {
          cells.add(new Cell(from, to, crosses, open, cell.example()));
        }
      }
    }
    List<String> missing =
        Stream.of("raw", "mangle", "nat", "filter")
            .filter(table -> firewall.table(table).isEmpty())
            .toList();
    return new Matrix(List.copyOf(places.values()), cells, missing, openings.complete());
  }

  private static Place place(Map<Segment, Place> places, Segment segment) {
    return places.getOrDefault(segment, Place.HOST);
  }

  private static boolean crosses(Place from, Place to) {
    return from.kind() == Place.Kind.NETWORK && to.kind() == Place.Kind.NETWORK && !from.equals(to);
  }

  /** What comes from outside and leaves by the same interface is nobody's concern here. */
  private static boolean passesBack(Place from, Place to) {
    return from.kind() == Place.Kind.OUTSIDE && from.equals(to);
  }

  private static Map<Segment, Place> places(Firewall firewall) {
    DockerHost host = DockerHost.of(firewall);
    Map<Segment, Place> places = new LinkedHashMap<>();
    places.put(Segment.HOST, Place.HOST);
    Map<String, Place> networks = new LinkedHashMap<>();
    Map<String, List<Network>> subnets = new LinkedHashMap<>();
    for (Bridge bridge : host.bridges()) {
      networks.put(bridge.name(), network(bridge.name(), bridge.subnets(), notes(bridge)));
      subnets.put(bridge.name(), bridge.subnets());
    }
    for (Neighbour neighbour : host.neighbours()) {
      Optional<String> name = neighbour.bridge().filter(n -> !networks.containsKey(n));
      name.ifPresent(bridge -> {
        String owner = neighbour.owner().title();
        networks.put(bridge, network(bridge, neighbour.subnets(), List.of(owner)));
        subnets.put(bridge, neighbour.subnets());
      });
    }
    List<String> outside = host.externals().isEmpty() ? List.of(host.outside()) : host.externals();
    for (String device : outside) {
      if (!networks.containsKey(device)) {
        places.put(
            new Segment(device, List.of(), List.of()),
            new Place(Place.Kind.OUTSIDE, device, List.of(), List.of()));
      }
    }
    networks.forEach((name, place) ->
        places.put(new Segment(name, subnets.getOrDefault(name, List.of()), List.of()), place));
    return places;
  }

  private static Place network(String name, List<Network> subnets, List<String> notes) {
    return new Place(
        Place.Kind.NETWORK, name, subnets.stream().map(Network::toString).toList(), notes);
  }

  private static List<String> notes(Bridge bridge) {
    List<String> notes = new ArrayList<>();
    if (bridge.internal()) {
      notes.add("internal");
    }
    bridge
        .gateway()
        .filter(gateway -> gateway != Bridge.Gateway.NAT)
        .ifPresent(
            gateway -> notes.add(gateway == Bridge.Gateway.ROUTED ? "routed" : "nat-unprotected"));
    return notes;
  }
}
