package dev.fwlint.kernel;

import dev.fwlint.ast.Family;
import dev.fwlint.kernel.Datagram.Flaw;
import dev.fwlint.kernel.Staging.Impossible;
import dev.fwlint.model.ConnState;
import dev.fwlint.model.Packet;
import dev.fwlint.model.Packet.Route;
import dev.fwlint.model.Packet.Way;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which packets the lab takes. */
final class Admission {
  /** IPv6's extension headers, and what neither family lets a program receive. */
  private static final Set<Integer> HEADERS_V6 = Set.of(0, 43, 44, 50, 51, 59, 60, 135, 139, 140);

  private static final Pattern LOOKS_AT_OPTIONS =
      Pattern.compile("-j (TCPMSS|TCPOPTSTRIP)|-m tcpmss|--tcp-option");

  private static final Set<ConnState> CONNECTED =
      Set.of(ConnState.NEW, ConnState.ESTABLISHED, ConnState.RELATED);

  private static final Set<Integer> NEVER = Set.of(0, 255);

  private Admission() {}

  /**
   * How the packet is to be staged.
   *
   * @param lengths those that the ruleset tells apart
   */
  static Staging of(Packet packet, Family family, Lengths lengths) throws Impossible {
    refuse(packet.source().family() != family, "it is of the other family");
    refuse(
        packet.originalDestination().filter(to -> to.family() != family).isPresent(),
        "its orig_dst is of the other family");
    refuse(
        NEVER.contains(packet.protocol())
            || family == Family.IPV6 && HEADERS_V6.contains(packet.protocol()),
        "the lab has no such protocol");
    refuse(
        CONNECTED.contains(packet.state())
            && packet.protocol() == (family == Family.IPV4 ? Icmp.V6 : Icmp.V4),
        "conntrack knows no such connection");
    way(packet);
    Staging staging = Staging.of(packet);
    int length = Math.max(packet.length(), staging.datagram().minimum());
    refuse(!lengths.same(packet.length(), length), "it cannot be as short");
    refuse(packet.ttl() == 0, "no packet has this TTL");
    return silenced(packet, staging);
  }

  /**
   * Nothing answers a packet with a wrong checksum, and what stands in for routes that fail answers
   * (see {@link Directions}) does not help on the way out nor, to the host's own addresses, in
   * IPv6. Of an ICMP error nat takes notice, and nothing answers that anyhow.
   */
  private static Staging silenced(Packet packet, Staging staging) {
    Datagram datagram = staging.datagram();
    boolean answered = packet.hook() == Way.OUTPUT || datagram.family() == Family.IPV6;
    return answered && datagram.quoted().length == 0 && datagram.flaw() == Flaw.NONE
        ? new Staging(
            datagram.with(Flaw.WRONG_CHECKSUM),
            staging.connection(),
            staging.expected(),
            staging.care())
        : staging;
  }

  /** What would happen to a packet for nothing but what is wrong with it. */
  static Optional<String> trouble(Datagram datagram, String ruleset) {
    boolean tcp = datagram.packet().protocol() == Datagram.TCP;
    if (tcp && datagram.flaw() == Flaw.MALFORMED && LOOKS_AT_OPTIONS.matcher(ruleset).find()) {
      return Optional.of("what looks at TCP's options drops what is malformed");
    }
    return tcp && datagram.flaw() != Flaw.NONE && ruleset.contains("-j SYNPROXY")
        ? Optional.of("SYNPROXY drops what has a wrong checksum")
        : Optional.empty();
  }

  private static void way(Packet packet) throws Impossible {
    for (String name : interfaces(packet)) {
      refuse(!Links.possible(name), "there is no interface of the name \"" + name + "\"");
    }
    refuse(Addresses.isGroup(packet.source()), "nobody sends from there");
    refuse(Addresses.isNobody(packet.destination()), "nobody is there");
    refuse(packet.local().stream().anyMatch(Addresses::isNobody), "nobody has that address");
    refuse(
        packet
            .originalDestination()
            .filter(to -> Addresses.isNobody(to) || Addresses.isGroup(to))
            .isPresent(),
        "no connection is made to that");
    switch (packet.hook()) {
      case FORWARD -> forwarded(packet);
      case INPUT, ARRIVE -> taken(packet);
      case OUTPUT -> sent(packet);
    }
  }

  private static void forwarded(Packet packet) throws Impossible {
    refuse(packet.in().equals(Links.LO) || packet.out().equals(Links.LO), "lo forwards nothing");
    refuse(Addresses.isGroup(packet.destination()), "the lab routes no multicast");
    refuse(packet.ttl() < 2, "it is not forwarded with this TTL");
    refuse(isOnLink(packet), "it stays on its link");
    fromOutside(packet);
  }

  private static void taken(Packet packet) throws Impossible {
    refuse(packet.hook() == Way.ARRIVE && isOnLink(packet), "it stays on its link");
    boolean group = Addresses.isMulticast(packet.destination()) && !sentToAll(packet);
    refuse(group, "the lab is in no multicast group");
    fromOutside(packet);
  }

  private static void fromOutside(Packet packet) throws Impossible {
    boolean itself = packet.hook() == Way.INPUT && packet.source().equals(packet.destination());
    refuse(
        itself || packet.local().contains(packet.source()),
        "what the host sends itself comes in by lo");
    boolean loopback =
        Addresses.isLoopback(packet.source())
            || Addresses.isLoopback(packet.destination())
            || packet.originalDestination().filter(Addresses::isLoopback).isPresent();
    refuse(
        loopback && packet.source().family() == Family.IPV6, "::1 is never sent out, nor taken in");
  }

  private static void sent(Packet packet) throws Impossible {
    refuse(Addresses.isGroup(packet.destination()), "the lab routes no multicast");
    boolean home =
        Addresses.isLoopback(packet.destination())
            || packet.local().contains(packet.destination())
            || packet.source().equals(packet.destination());
    refuse(home != packet.out().equals(Links.LO), "lo leads to the host, and nothing else does");
    boolean homeward =
        packet
            .originalDestination()
            .filter(to -> packet.local().contains(to) || packet.source().equals(to))
            .isPresent();
    refuse(
        homeward && !packet.out().equals(Links.LO), "what is sent to the host leaves by lo first");
  }

  private static boolean isOnLink(Packet packet) {
    return Addresses.isLinkLocal(packet.source()) || Addresses.isLinkLocal(packet.destination());
  }

  /** 224.0.0.1 and ff02::1: every host is in these groups. */
  private static boolean sentToAll(Packet packet) {
    String group = packet.destination().toString();
    return group.equals("224.0.0.1") || group.equals("ff02::1");
  }

  /** The interfaces that a packet's description names. */
  static Set<String> interfaces(Packet packet) {
    Set<String> names = new LinkedHashSet<>();
    if (packet.hook() != Way.OUTPUT) {
      names.add(packet.in());
    }
    if (packet.hook() == Way.FORWARD || packet.hook() == Way.OUTPUT) {
      names.add(packet.out());
    }
    packet.routes().ifPresent(routes -> routes.stream().map(Route::out).forEach(names::add));
    return names;
  }

  private static void refuse(boolean condition, String why) throws Impossible {
    if (condition) {
      throw new Impossible(why);
    }
  }
}
