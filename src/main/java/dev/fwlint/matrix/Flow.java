package dev.fwlint.matrix;

import java.util.List;
import java.util.Map;

/**
 * Connections that can be opened, all alike but for protocol and port.
 *
 * @param except whether all can but those of {@code services}
 * @param sent what they are sent to
 * @param targets what the destination becomes on the way; none where it stays, several where it is
 *     not known which
 * @param sources who opens them
 * @param destinations which addresses they are sent to, of those that {@code sent} tells of
 * @param also by the key that a packet's JSON has for it, the values that the first packet may
 *     have, as ranges: of source ports, TTL, length and MAC address
 * @param certain whether they can be opened for sure
 * @param doubts else the matches, in the rules' words, that it may hang on
 */
public record Flow(
    boolean except,
    List<Service> services,
    Sent sent,
    List<Target> targets,
    Hosts sources,
    Hosts destinations,
    Map<String, List<String>> also,
    boolean certain,
    List<String> doubts) {
  public Flow {
    services = List.copyOf(services);
    targets = List.copyOf(targets);
    doubts = List.copyOf(doubts);
  }

  /** What first packets are sent to. */
  public enum Sent {
    /** The one that they come to, at its own address. */
    THERE,
    /** An address of the host's, which is translated. */
    HOST,
    /** An address that is neither, and is translated. */
    ELSEWHERE
  }

  /**
   * Some ports of some protocols.
   *
   * @param protocols their names, or numbers and ranges of numbers
   * @param ports destination ports, as ranges; none for all, or where the protocols have none
   * @param icmpTypes of ICMP, the types, as ranges; none for all that ask for an answer
   */
  public record Service(List<String> protocols, List<String> ports, List<String> icmpTypes) {
    public Service {
      protocols = List.copyOf(protocols);
      ports = List.copyOf(ports);
      icmpTypes = List.copyOf(icmpTypes);
    }
  }

  /**
   * @param address or a range of them, or a network whose part of the address is taken; empty where
   *     the address stays, or becomes the host's own
   * @param port or a range of them; empty where the port stays
   */
  public record Target(String address, String port) {}

  /**
   * @param except whether all but these
   * @param networks in CIDR notation; none and {@code except} for all
   */
  public record Hosts(boolean except, List<String> networks) {
    public Hosts {
      networks = List.copyOf(networks);
    }

    public boolean isAll() {
      return except && networks.isEmpty();
    }
  }
}
