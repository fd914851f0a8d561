package dev.fwlint.reach;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.ConnectionPart;
import dev.fwlint.model.Range;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds ports, flags, ICMP types and a connection that meet conditions, and that such a packet can
 * have.
 */
final class Transport {
  private static final Set<Integer> WITH_PORTS = Set.of(6, 17, 33, 132, 136);

  private final Family family;
  private final int protocol;
  private final List<Condition> conditions;

  Transport(Family family, int protocol, List<Condition> conditions) {
    this.family = family;
    this.protocol = protocol;
    this.conditions = conditions;
  }

  /** Adds what is found to a packet; false where nothing is. */
  boolean complete(Map<String, Object> packet, Address source, Address destination) {
    List<Shape> shapes = shapes();
    for (Place place : Place.toTry(conditions)) {
      for (Shape shape : shapes) {
        if (shape.canBe(place.state(), place.original(), family)
            && meets(place, shape, source, destination)) {
          write(packet, place, shape);
          return true;
        }
      }
    }
    return false;
  }

  private void write(Map<String, Object> packet, Place place, Shape shape) {
    packet.put("proto", Protocols.name(protocol));
    if (hasPorts()) {
      packet.put("sport", shape.sourcePort());
      packet.put("dport", shape.destinationPort());
    }
    if (tcp()) {
      packet.put("flags", shape.flagNames());
    }
    if (icmp()) {
      packet.put("icmp_type", shape.type());
      packet.put("icmp_code", shape.code());
    }
    packet.put("state", place.state().name());
    if (!place.original()) {
      packet.put("dir", "REPLY");
    }
    place.sentTo().ifPresent(to -> packet.put("orig_dst", to.toString()));
    place.sentToPort().ifPresent(port -> packet.put("orig_dport", port));
  }

  private boolean tcp() {
    return protocol == 6;
  }

  private boolean icmp() {
    return protocol == (family == Family.IPV4 ? 1 : 58);
  }

  private boolean hasPorts() {
    return WITH_PORTS.contains(protocol);
  }

  /** What else is asked does not hang on the ports, so the first pair that will do is enough. */
  private List<Shape> shapes() {
    List<Long> sources = hasPorts() ? ports(End.SOURCE, 40000) : List.of(0L);
    List<Long> destinations = hasPorts() ? ports(End.DESTINATION, 80) : List.of(0L);
    Optional<Shape> ported =
        sources.stream()
            .flatMap(
                from -> destinations.stream().map(to -> new Shape(protocol, from, to, 0, 0, 0)))
            .filter(shape -> conditions.stream().allMatch(asked -> meetsPorts(asked, shape)))
            .findFirst();
    return ported.stream().flatMap(this::kinds).toList();
  }

  private List<Long> ports(End end, long usual) {
    Stream<Range> ofConnection =
        Place.parts(conditions, ConnectionPart.Port.class)
            .filter(port -> port.original() && port.end() == end)
            .map(ConnectionPart.Port::ports);
    Stream<Range> ofPacket =
        conditions.stream()
            .flatMap(condition ->
                switch (condition) {
                  case Condition.Port port when port.end() == end -> port.ports().stream();
                  case Condition.EitherPort either -> either.ports().stream();
                  default -> Stream.empty();
                });
    List<Range> named = Stream.concat(ofPacket, ofConnection).toList();
    Stream<Long> first = named.stream().map(Range::from);
    return Stream.of(first, Stream.of(usual), Candidates.around(named.stream()))
        .flatMap(each -> each)
        .filter(port -> 1 <= port && port <= 65535)
        .distinct()
        .toList();
  }

  private Stream<Shape> kinds(Shape ported) {
    if (tcp()) {
      Stream<Integer> asked =
          conditions.stream()
              .flatMap(
                  c -> c instanceof Condition.TcpFlags is ? Stream.of(is.set()) : Stream.empty());
      Stream<Integer> usual =
          Stream.of(
              Shape.SYN,
              Shape.ACK,
              Shape.SYN | Shape.ACK,
              Shape.FIN | Shape.ACK,
              Shape.RST,
              0,
              Shape.FIN | Shape.PSH | Shape.URG);
      return Stream.concat(usual, asked).map(ported::withFlags);
    }
    if (icmp()) {
      boolean v4 = family == Family.IPV4;
      Stream<Shape> asked =
          conditions.stream()
              .flatMap(c -> c instanceof Condition.Icmp is ? Stream.of(is) : Stream.empty())
              .map(is -> ported.withIcmp(is.type(), (int) is.codes().from()));
      Shape echo = ported.withIcmp(v4 ? 8 : 128, 0);
      Shape unreachable = ported.withIcmp(v4 ? 3 : 1, 1);
      return Stream.concat(Stream.of(echo), Stream.concat(asked, Stream.of(unreachable)));
    }
    return Stream.of(ported);
  }

  private boolean meets(Place place, Shape shape, Address source, Address destination) {
    return conditions.stream()
        .allMatch(condition ->
            switch (condition) {
              case Condition.TcpFlags is ->
                  tcp() && is.negated() != ((shape.flags() & is.mask()) == is.set());
              case Condition.Icmp is ->
                  icmp()
                      && is.negated()
                          != (shape.type() == is.type() && is.codes().contains(shape.code()));
              case Condition.Connection is ->
                  is.parts().stream()
                      .allMatch(part -> place.meets(part, shape, source, destination));
              default -> true;
            });
  }

  private boolean meetsPorts(Condition condition, Shape shape) {
    return switch (condition) {
      case Condition.Port asked ->
          hasPorts() && asked.negated() != in(asked.ports(), shape.port(asked.end()));
      case Condition.EitherPort asked ->
          hasPorts()
              && asked.negated()
                  != (in(asked.ports(), shape.sourcePort())
                      || in(asked.ports(), shape.destinationPort()));
      default -> true;
    };
  }

  private static boolean in(List<Range> ranges, long number) {
    return ranges.stream().anyMatch(range -> range.contains(number));
  }
}
