package dev.fwlint.kernel;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The interfaces of a lab. Each is one end of a veth pair whose other end is in the same namespace:
 * only so does a packet keep its mark on the way over. The other end never hands anything on to IP,
 * because what comes out there is addressed to another MAC address.
 */
final class Links {
  static final String LO = "lo";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@][A-Za-z0-9._@-]{0,14}");

  private static final long OWN = 0xc613ff;
  private static final long OWN_V6 = 0xfd0f_0717_0000_0000L;

  private final Ip ip;
  private final Family family;
  private final Map<String, Link> links = new LinkedHashMap<>();

  /**
   * An interface.
   *
   * @param index its own number
   * @param peer the other end's number: what is sent there comes in here
   */
  record Link(String name, int number, int index, int peer) {
    /** The MAC address that what comes in is sent to. */
    byte[] mac() {
      return number == 0 ? new byte[6] : Links.mac(2, number);
    }

    byte[] peerMac() {
      return number == 0 ? new byte[6] : Links.mac(6, number);
    }
  }

  Links(Ip ip, Family family) {
    this.ip = ip;
    this.family = family;
    int index = Libc.interfaceIndex(LO);
    links.put(LO, new Link(LO, 0, index, index));
  }

  /** Whether the kernel can have an interface of this name. */
  static boolean possible(String name) {
    return NAME.matcher(name).matches() && !name.equals("all") && !name.equals("default");
  }

  /** The interface of this name, which is made where there is none yet. */
  Link get(String name) {
    return links.computeIfAbsent(name, this::make);
  }

  private Link make(String name) {
    int number = links.size();
    String peer = "~" + number;
    // without ARP, frames go out at once, to the interface's own MAC address
    String pair =
        "link add dev %s address %s mtu 65535 type veth peer name %s address %s mtu 65535";
    String up = "link set dev %s arp off addrgenmode none up";
    ip.run(
        List.of(
            pair.formatted(name, text(mac(2, number)), peer, text(mac(6, number))),
            up.formatted(name),
            up.formatted(peer)));
    return new Link(name, number, Libc.interfaceIndex(name), Libc.interfaceIndex(peer));
  }

  /** The interfaces that there are, lo aside. */
  List<String> names() {
    return links.keySet().stream().filter(name -> !name.equals(LO)).toList();
  }

  /** The address of the lab's own for an interface. */
  Address ownAddress(String name) {
    int number = get(name).number();
    return family == Family.IPV4
        ? new Address(family, 0, OWN << 8 | number)
        : new Address(family, OWN_V6, number);
  }

  Optional<Link> byPeer(int index) {
    return links.values().stream().filter(link -> link.peer() == index).findFirst();
  }

  private static byte[] mac(int first, int number) {
    return new byte[] {(byte) first, 0, 0, 0, (byte) (number >> 8), (byte) number};
  }

  private static String text(byte[] mac) {
    return "%02x:%02x:%02x:%02x:%02x:%02x"
        .formatted(mac[0], mac[1], mac[2], mac[3], mac[4], mac[5]);
  }
}
