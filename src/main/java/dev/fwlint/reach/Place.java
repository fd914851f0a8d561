package dev.fwlint.reach;

import dev.fwlint.model.Address;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.ConnState;
import dev.fwlint.model.ConnectionPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A packet's place in a connection.
 *
 * @param sentTo what the connection's first packet was sent to, where that is not the packet's own
 *     destination
 */
record Place(
    ConnState state, boolean original, Optional<Address> sentTo, Optional<Long> sentToPort) {

  private static Place of(ConnState state, boolean original) {
    return new Place(state, original, Optional.empty(), Optional.empty());
  }

  /** Places to try for conditions, the plainest first. */
  static List<Place> toTry(List<Condition> conditions) {
    List<Place> places = new ArrayList<>();
    places.add(of(ConnState.NEW, true));
    places.add(of(ConnState.ESTABLISHED, true));
    Optional<Address> sentTo =
        parts(conditions, ConnectionPart.InNetwork.class)
            .filter(in -> in.original() && in.end() == End.DESTINATION && !in.negated())
            .flatMap(in -> Addresses.around(in.network()).stream().filter(in.network()::contains))
            .findFirst();
    Optional<Long> port =
        parts(conditions, ConnectionPart.Port.class)
            .filter(is -> is.original() && is.end() == End.DESTINATION && !is.negated())
            .map(is -> is.ports().from())
            .findFirst();
    if (sentTo.isPresent() || port.isPresent()) {
      places.add(new Place(ConnState.ESTABLISHED, true, sentTo, port));
    }
    places.add(of(ConnState.ESTABLISHED, false));
    places.add(of(ConnState.RELATED, true));
    places.add(of(ConnState.INVALID, true));
    places.add(of(ConnState.UNTRACKED, true));
    return places;
  }

  static <T extends ConnectionPart> Stream<T> parts(List<Condition> conditions, Class<T> type) {
    return conditions.stream()
        .flatMap(c -> c instanceof Condition.Connection is ? is.parts().stream() : Stream.empty())
        .filter(type::isInstance)
        .map(type::cast);
  }

  /**
   * Whether a packet here, with these addresses, is what a part of {@code -m conntrack} asks for.
   */
  boolean meets(ConnectionPart part, Shape shape, Address source, Address destination) {
    boolean tracked = state != ConnState.INVALID && state != ConnState.UNTRACKED;
    boolean translated = sentTo.isPresent() || sentToPort.isPresent();
    boolean holds =
        switch (part) {
          case ConnectionPart.States is ->
              is.states().contains(state) || (translated && is.states().contains(ConnState.DNAT));
          case ConnectionPart.Protocol is -> is.number() == shape.protocol();
          case ConnectionPart.Direction is -> is.original() == original;
          case ConnectionPart.InNetwork in ->
              in.network()
                  .contains(
                      sentTo
                          .filter(to -> in.original() && in.end() == End.DESTINATION)
                          .orElse(
                              own(in.original(), in.end()) == End.SOURCE ? source : destination));
          case ConnectionPart.Port in ->
              in.ports()
                  .contains(
                      sentToPort
                          .filter(to -> in.original() && in.end() == End.DESTINATION)
                          .orElse(shape.port(own(in.original(), in.end()))));
          // not told by a packet: left open
          case ConnectionPart.Status is -> !is.negated();
          case ConnectionPart.Expiry is -> !is.negated();
        };
    return (part instanceof ConnectionPart.States || tracked) && part.negated() != holds;
  }

  /**
   * Which end of the packet is that end of its connection: those of a reply are the other way
   * round.
   */
  private End own(boolean ofOriginal, End end) {
    boolean same = ofOriginal == original;
    return same == (end == End.SOURCE) ? End.SOURCE : End.DESTINATION;
  }
}
