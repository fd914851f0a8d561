package dev.fwlint.kernel;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;
import dev.fwlint.model.Network;
import dev.fwlint.model.Packet;
import dev.fwlint.model.Packet.Way;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The routes that lead a packet where its description says that it goes. */
final class Routing {
  /** The interface that everything leaves by that no route is told for. */
  static final String OTHERWISE = "eth0";

  private static final String GIVEN = "1000";

  private final Shell shell;
  private final Family family;
  private Set<String> installed = new LinkedHashSet<>();

  Routing(Shell shell, Family family) {
    this.shell = shell;
    this.family = family;
  }

  /** Puts the table of local addresses behind the routes that are given. */
  void prepare() {
    shell.demand(ip(List.of("rule add pref 20 lookup local", "rule del pref 0")));
  }

  /** Installs what the packet needs, and nothing else. */
  void lead(Packet packet) {
    Set<String> wanted = new LinkedHashSet<>(lines(packet));
    List<String> commands = new ArrayList<>();
    installed.stream()
        .filter(line -> !wanted.contains(line))
        .forEach(line -> commands.add(line.replaceFirst(" add ", " del ")));
    wanted.stream().filter(line -> !installed.contains(line)).forEach(commands::add);
    if (!commands.isEmpty()) {
      shell.demand(ip(commands));
      installed = wanted;
    }
  }

  private String ip(List<String> commands) {
    String version = family == Family.IPV4 ? "-4" : "-6";
    return "ip %s -batch - <<'END'\n%s\nEND".formatted(version, String.join("\n", commands));
  }

  private static List<String> lines(Packet packet) {
    List<String> lines = new ArrayList<>();
    if (packet.hook() != Way.OUTPUT) {
      lines.add(noAnswers(packet));
    }
    switch (packet.hook()) {
      case ARRIVE -> {}
      case FORWARD -> given(lines, "iif " + packet.in(), "default dev " + packet.out());
      case INPUT -> given(lines, "iif " + packet.in(), "local default dev " + home(packet));
      case OUTPUT -> given(lines, "iif lo to " + packet.destination(), outward(packet));
    }
    for (Address own : local(packet)) {
      String home = own.equals(packet.destination()) ? home(packet) : Links.LO;
      lines.add("route add local " + own + " dev " + home + " table local");
    }
    main(packet, lines);
    return lines;
  }

  /**
   * What this host sends of itself finds no route, so no answer to the packet gets as far as OUTPUT. In IPv6, {@code -m
   * addrtype} asks for routes as if it sent, and must find the local ones.
   */
  private static String noAnswers(Packet packet) {
    boolean v4 = packet.source().family() == Family.IPV4;
    return "rule add pref " + (v4 ? 5 : 30) + " iif lo blackhole";
  }

  private static void given(List<String> lines, String selector, String route) {
    lines.add("rule add pref 10 " + selector + " lookup " + GIVEN);
    lines.add("route add " + route + " table " + GIVEN);
  }

  private static String outward(Packet packet) {
    return packet.out().equals(Links.LO) ? "local default dev lo" : "default dev " + packet.out();
  }

  /** A link-local address is that of an interface. */
  private static String home(Packet packet) {
    boolean onLink = packet.hook() != Way.OUTPUT && isLinkLocal(packet.destination());
    return onLink ? packet.in() : Links.LO;
  }

  private static Set<Address> local(Packet packet) {
    Set<Address> local = new LinkedHashSet<>(packet.local());
    if (packet.hook() == Way.INPUT) {
      local.add(packet.destination());
    } else if (packet.hook() == Way.OUTPUT) {
      local.add(packet.source());
    }
    local.removeIf(a -> isLoopback(a) || isGroup(a) || Links.isOwnAddress(a));
    return local;
  }

  private static void main(Packet packet, List<String> lines) {
    if (packet.hook() == Way.FORWARD || packet.hook() == Way.INPUT) {
      return;
    }
    boolean everything = false;
    for (Packet.Route route : packet.routes().orElse(List.of())) {
      Network network = route.network();
      lines.add("route add %s/%d dev %s".formatted(network.base(), network.bits(), route.out()));
      everything |= network.bits() == 0;
    }
    if (!everything) {
      boolean asGiven = packet.hook() == Way.OUTPUT && packet.routes().isEmpty();
      String out = asGiven && !packet.out().equals(Links.LO) ? packet.out() : OTHERWISE;
      lines.add("route add default dev " + out);
    }
  }

  static boolean isLoopback(Address address) {
    return address.family() == Family.IPV4
        ? address.low() >>> 24 == 127
        : address.high() == 0 && address.low() == 1;
  }

  static boolean isMulticast(Address address) {
    return address.family() == Family.IPV4
        ? address.low() >>> 28 == 0xe
        : address.high() >>> 56 == 0xff;
  }

  /** Of IPv6: IPv4's are routed like any other. */
  static boolean isLinkLocal(Address address) {
    return address.family() == Family.IPV6 && address.high() >>> 54 == 0x3fa;
  }

  /** Multicast or the limited broadcast. */
  static boolean isGroup(Address address) {
    return isMulticast(address)
        || address.family() == Family.IPV4 && address.low() == 0xffff_ffffL;
  }
}
