package dev.fwlint.kernel;

import dev.fwlint.ast.Family;
import dev.fwlint.kernel.Datagram.Flaw;
import dev.fwlint.kernel.Staging.Impossible;
import dev.fwlint.model.Packet;
import dev.fwlint.model.Packet.Route;
import dev.fwlint.model.Packet.Way;
import java.util.LinkedHashSet;
import java.util.Set;

/** Which packets the lab takes. */
final class Admission {
  /** IPv6's extension headers, and what neither family lets a program receive. */
  private static final Set<Integer> HEADERS_V6 = Set.of(0, 43, 44, 50, 51, 59, 60, 135, 139, 140);

  private static final Set<Integer> NEVER = Set.of(0, 255);

  private Admission() {}

  /**
   * How the packet is to be staged.
   *
   * @param asksLength whether the ruleset looks at lengths, so that a packet must not be longer
   *     than it says
   */
  static Staging of(Packet packet, Family family, boolean asksLength) throws Impossible {
    refuse(packet.source().family() != family, "it is of the other family");
    refuse(
        packet.originalDestination().filter(to -> to.family() != family).isPresent(),
        "its orig_dst is of the other family");
    refuse(
        NEVER.contains(packet.protocol())
            || family == Family.IPV6 && HEADERS_V6.contains(packet.protocol()),
        "the lab has no such protocol");
    way(packet);
    Staging staging = Staging.of(packet);
    refuse(asksLength && packet.length() < staging.datagram().minimum(), "it cannot be as short");
    refuse(packet.ttl() == 0, "no packet has this TTL");
    // nothing answers a packet with a wrong checksum, and on the way out nothing else looks at it;
    // but of an ICMP error nat does, and nothing answers that anyhow
    return packet.hook() == Way.OUTPUT
            && staging.datagram().quoted().length == 0
            && staging.datagram().flaw() == Flaw.NONE
        ? new Staging(
            staging.datagram().with(Flaw.WRONG_CHECKSUM),
            staging.connection(),
            staging.expected(),
            staging.verify())
        : staging;
  }

  private static void way(Packet packet) throws Impossible {
    for (String name : interfaces(packet)) {
      refuse(!Links.possible(name), "there is no interface of the name \"" + name + "\"");
    }
    boolean byLo = packet.in().equals(Links.LO) || packet.out().equals(Links.LO);
    boolean onLink =
        Addresses.isLinkLocal(packet.source()) || Addresses.isLinkLocal(packet.destination());
    switch (packet.hook()) {
      case FORWARD -> {
        refuse(byLo, "lo forwards nothing");
        refuse(Addresses.isGroup(packet.destination()), "the lab routes no multicast");
        refuse(packet.ttl() < 2, "it is not forwarded with this TTL");
        refuse(onLink, "it stays on its link");
      }
      case INPUT, ARRIVE -> {
        refuse(packet.hook() == Way.ARRIVE && onLink, "it stays on its link");
        boolean group = Addresses.isMulticast(packet.destination()) && !sentToAll(packet);
        refuse(group, "the lab is in no multicast group");
      }
      case OUTPUT -> {
        refuse(Addresses.isGroup(packet.destination()), "the lab routes no multicast");
        boolean home = Addresses.isLoopback(packet.destination()) || isOwn(packet);
        refuse(
            home != packet.out().equals(Links.LO), "lo leads to the host, and nothing else does");
      }
    }
    refuse(Addresses.isGroup(packet.source()), "nobody sends from there");
    refuse(Addresses.isNobody(packet.destination()), "nobody is there");
    refuse(
        family(packet) == Family.IPV6
            && !byLo
            && (Addresses.isLoopback(packet.source())
                || Addresses.isLoopback(packet.destination())),
        "::1 is never sent out, nor taken in");
    refuse(packet.local().stream().anyMatch(Addresses::isNobody), "nobody has that address");
  }

  private static boolean isOwn(Packet packet) {
    return packet.local().contains(packet.destination())
        || packet.source().equals(packet.destination());
  }

  private static Family family(Packet packet) {
    return packet.source().family();
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
