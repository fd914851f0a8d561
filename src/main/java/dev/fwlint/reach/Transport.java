package dev.fwlint.reach;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.ConnState;
import dev.fwlint.model.ConnectionPart;
import dev.fwlint.model.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds ports, flags, ICMP types and a connection that meet conditions, and that such a packet can have. */
final class Transport {
  private static final int FIN = 1;
  private static final int SYN = 2;
  private static final int RST = 4;
  private static final int PSH = 8;
  private static final int ACK = 16;
  private static final int URG = 32;
  private static final String[] FLAG_NAMES = {"FIN", "SYN", "RST", "PSH", "ACK", "URG"};

  private final Family family;
  private final int protocol;
  private final List<Condition> conditions;

  /** A packet's place in a connection; nothing of the original destination where it is the packet's own. */
  private record Place(
      ConnState state, boolean original, Optional<Address> sentTo, Optional<Long> sentToPort) {
    Place(ConnState state) {
      this(state, true, Optional.empty(), Optional.empty());
    }
  }

  /** Ends of a packet and what it is. */
  private record Shape(long sourcePort, long destinationPort, int flags, int type, int code) {}

  Transport(Family family, int protocol, List<Condition> conditions) {
    this.family = family;
    this.protocol = protocol;
    this.conditions = conditions;
  }

  /** Adds what is found to a packet; false where nothing is. */
  boolean complete(Map<String, Object> packet, Address source, Address destination) {
    for (Place place : places()) {
      for (Shape shape : shapes()) {
        if (possible(place, shape) && meets(place, shape, source, destination)) {
          write(packet, place, shape);
          return true;
        }
      }
    }
    return false;
  }

  private boolean tcp() {
    return protocol == 6;
  }

  private boolean icmp() {
    return protocol == (family == Family.IPV4 ? 1 : 58);
  }

  private boolean hasPorts() {
    return tcp() || Set.of(17, 33, 132, 136).contains(protocol);
  }

  private void write(Map<String, Object> packet, Place place, Shape shape) {
    packet.put("proto", Protocols.name(protocol));
    if (hasPorts()) {
      packet.put("sport", shape.sourcePort);
      packet.put("dport", shape.destinationPort);
    }
    if (tcp()) {
      packet.put("flags", flagNames(shape.flags));
    }
    if (icmp()) {
      packet.put("icmp_type", shape.type);
      packet.put("icmp_code", shape.code);
    }
    packet.put("state", place.state.name());
    if (!place.original) {
      packet.put("dir", "REPLY");
    }
    place.sentTo.ifPresent(to -> packet.put("orig_dst", to.toString()));
    place.sentToPort.ifPresent(port -> packet.put("orig_dport", port));
  }

  private static String flagNames(int flags) {
    List<String> names = new ArrayList<>();
    for (int bit = 0; bit < FLAG_NAMES.length; bit++) {
      if ((flags >> bit & 1) != 0) {
        names.add(FLAG_NAMES[bit]);
      }
    }
    return names.isEmpty() ? "NONE" : String.join(",", names);
  }

  private List<Place> places() {
    List<Place> places = new ArrayList<>();
    places.add(new Place(ConnState.NEW));
    places.add(new Place(ConnState.ESTABLISHED));
    Optional<Address> sentTo =
        parts(ConnectionPart.InNetwork.class)
            .filter(in -> in.original() && in.end() == End.DESTINATION && !in.negated())
            .flatMap(in -> Addresses.around(in.network()).stream().filter(in.network()::contains))
            .findFirst();
    Optional<Long> port =
        parts(ConnectionPart.Port.class)
            .filter(is -> is.original() && is.end() == End.DESTINATION && !is.negated())
            .map(is -> is.ports().from())
            .findFirst();
    if (sentTo.isPresent() || port.isPresent()) {
      places.add(new Place(ConnState.ESTABLISHED, true, sentTo, port));
    }
    places.add(new Place(ConnState.ESTABLISHED, false, Optional.empty(), Optional.empty()));
    places.add(new Place(ConnState.RELATED));
    places.add(new Place(ConnState.INVALID));
    places.add(new Place(ConnState.UNTRACKED));
    return places;
  }

  private List<Shape> shapes() {
    List<Shape> shapes = new ArrayList<>();
    for (long source : hasPorts() ? ports(End.SOURCE, 40000) : List.of(0L)) {
      for (long destination : hasPorts() ? ports(End.DESTINATION, 80) : List.of(0L)) {
        Shape ported = new Shape(source, destination, 0, 0, 0);
        if (conditions.stream().allMatch(condition -> meetsPorts(condition, ported))) {
          kinds(ported).forEach(shapes::add);
          return shapes; // what else is asked does not hang on the ports
        }
      }
    }
    return shapes;
  }

  private List<Long> ports(End end, long usual) {
    Stream<Range> own =
        conditions.stream()
            .flatMap(
                condition ->
                    switch (condition) {
                      case Condition.Port port when port.end() == end -> port.ports().stream();
                      case Condition.EitherPort either -> either.ports().stream();
                      case Condition.Connection connection ->
                          connection.parts().stream()
                              .flatMap(
                                  part ->
                                      part instanceof ConnectionPart.Port port
                                              && port.original()
                                              && port.end() == end
                                          ? Stream.of(port.ports())
                                          : Stream.empty());
                      default -> Stream.empty();
                    });
    List<Range> named = own.toList();
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
              .flatMap(c -> c instanceof Condition.TcpFlags is ? Stream.of(is.set()) : Stream.empty());
      Stream<Integer> usual = Stream.of(SYN, ACK, SYN | ACK, FIN | ACK, RST, 0, FIN | PSH | URG);
      return Stream.concat(usual, asked)
          .map(flags -> new Shape(ported.sourcePort, ported.destinationPort, flags, 0, 0));
    }
    if (icmp()) {
      Stream<Shape> asked =
          conditions.stream()
              .flatMap(
                  c ->
                      c instanceof Condition.Icmp is
                          ? Stream.of(new Shape(0, 0, 0, is.type(), (int) is.codes().from()))
                          : Stream.empty());
      int echo = family == Family.IPV4 ? 8 : 128;
      int unreachable = family == Family.IPV4 ? 3 : 1;
      return Stream.concat(
          Stream.of(new Shape(0, 0, 0, echo, 0)),
          Stream.concat(asked, Stream.of(new Shape(0, 0, 0, unreachable, 1))));
    }
    return Stream.of(ported);
  }

  /** Whether a packet of this shape can be in this state: the kernel's conntrack would say so. */
  private boolean possible(Place place, Shape shape) {
    if (tcp()) {
      boolean opens =
          (shape.flags & (SYN | ACK)) != 0
              && (shape.flags & (FIN | RST)) == 0
              && (shape.flags & (SYN | ACK)) != (SYN | ACK);
      boolean valid = (shape.flags & ACK) != 0 && (shape.flags & (SYN | RST)) == 0;
      return switch (place.state) {
        case NEW, RELATED -> opens;
        case ESTABLISHED -> valid || (!place.original && shape.flags == (SYN | ACK));
        case INVALID -> !opens && !valid;
        default -> true;
      };
    }
    if (icmp()) {
      boolean v4 = family == Family.IPV4;
      boolean request = (v4 ? Set.of(8, 13, 15, 17) : Set.of(128, 139)).contains(shape.type);
      boolean reply = (v4 ? Set.of(0, 14, 16, 18) : Set.of(129, 140)).contains(shape.type);
      boolean error = (v4 ? Set.of(3, 4, 5, 11, 12) : Set.of(1, 2, 3, 4)).contains(shape.type);
      return switch (place.state) {
        case NEW -> request;
        case ESTABLISHED -> place.original ? request : reply;
        case RELATED -> error;
        case INVALID -> !request;
        default -> !v4 && !request && !reply && !error;
      };
    }
    return place.state != ConnState.INVALID;
  }

  private boolean meets(Place place, Shape shape, Address source, Address destination) {
    return conditions.stream()
        .allMatch(
            condition ->
                switch (condition) {
                  case Condition.TcpFlags is ->
                      tcp() && is.negated() != ((shape.flags & is.mask()) == is.set());
                  case Condition.Icmp is ->
                      icmp()
                          && is.negated()
                              != (shape.type == is.type() && is.codes().contains(shape.code));
                  case Condition.Connection is ->
                      is.parts().stream()
                          .allMatch(part -> meets(part, place, shape, source, destination));
                  default -> meetsPorts(condition, shape);
                });
  }

  private boolean meetsPorts(Condition condition, Shape shape) {
    return switch (condition) {
      case Condition.Port asked ->
          hasPorts() && asked.negated() != in(asked.ports(), port(shape, asked.end()));
      case Condition.EitherPort asked ->
          hasPorts()
              && asked.negated()
                  != (in(asked.ports(), shape.sourcePort)
                      || in(asked.ports(), shape.destinationPort));
      default -> true;
    };
  }

  private <T extends ConnectionPart> Stream<T> parts(Class<T> type) {
    return conditions.stream()
        .flatMap(c -> c instanceof Condition.Connection is ? is.parts().stream() : Stream.empty())
        .filter(type::isInstance)
        .map(type::cast);
  }

  private static boolean in(List<Range> ranges, long number) {
    return ranges.stream().anyMatch(range -> range.contains(number));
  }

  private static long port(Shape shape, End end) {
    return end == End.SOURCE ? shape.sourcePort : shape.destinationPort;
  }

  private boolean meets(
      ConnectionPart part, Place place, Shape shape, Address source, Address destination) {
    boolean tracked = place.state != ConnState.INVALID && place.state != ConnState.UNTRACKED;
    boolean translated = place.sentTo.isPresent() || place.sentToPort.isPresent();
    boolean holds =
        switch (part) {
          case ConnectionPart.States is ->
              is.states().contains(place.state)
                  || (translated && is.states().contains(ConnState.DNAT));
          case ConnectionPart.Protocol is -> is.number() == protocol;
          case ConnectionPart.Direction is -> is.original() == place.original;
          case ConnectionPart.InNetwork in ->
              in.network().contains(end(in.original(), in.end(), place, source, destination));
          case ConnectionPart.Port in -> in.ports().contains(portEnd(in, place, shape));
          case ConnectionPart.Status is -> !is.negated();
          case ConnectionPart.Expiry is -> !is.negated();
        };
    return (part instanceof ConnectionPart.States || tracked) && part.negated() != holds;
  }

  /** An end of the connection's tuple of one direction: a reply's ends are the other way round. */
  private static Address end(
      boolean original, End end, Place place, Address source, Address destination) {
    boolean own = original == place.original;
    boolean wantsSource = (end == End.SOURCE) == own;
    if (original && end == End.DESTINATION && place.sentTo.isPresent()) {
      return place.sentTo.get();
    }
    return wantsSource ? source : destination;
  }

  private static long portEnd(ConnectionPart.Port in, Place place, Shape shape) {
    boolean own = in.original() == place.original;
    boolean wantsSource = (in.end() == End.SOURCE) == own;
    if (in.original() && in.end() == End.DESTINATION && place.sentToPort.isPresent()) {
      return place.sentToPort.get();
    }
    return wantsSource ? shape.sourcePort : shape.destinationPort;
  }
}
