package dev.fwlint.reach;

import dev.fwlint.ast.Family;
import dev.fwlint.packets.IntervalSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * New connections that get through, all alike.
 *
 * @param protocols the IP protocols' numbers
 * @param ports the destination ports; of ICMP alone, the types; all where a protocol has neither
 * @param sent what the first packet is sent to
 * @param targets what its destination becomes; none where it keeps it, several where it is not
 *     known which
 * @param sources who opens them
 * @param destinations which of the addresses that they are sent to
 * @param others by the key that a packet's JSON has for it, what else the first packet must be
 * @param certain whether they get through for sure; else that hangs on what is not known
 * @param doubts what it hangs on
 */
public record Opening(
    IntervalSet protocols,
    IntervalSet ports,
    Sent sent,
    List<Target> targets,
    Hosts sources,
    Hosts destinations,
    Map<String, IntervalSet> others,
    boolean certain,
    List<String> doubts) {
  public Opening {
    targets = List.copyOf(targets);
    doubts = List.copyOf(doubts);
  }

  /** The same whatever the protocols and their ports. */
  public Opening withoutServices() {
    return new Opening(
        IntervalSet.EMPTY,
        IntervalSet.EMPTY,
        sent,
        targets,
        sources,
        destinations,
        others,
        certain,
        doubts);
  }

  /** The ICMP types of a family that can open a connection. */
  public static Set<Integer> requests(Family family) {
    return IcmpKinds.of(family).asks();
  }

  /** What a first packet is sent to. */
  public enum Sent {
    /** To the one that it comes to. */
    THERE,
    /** To an address of the host's own, which leads elsewhere or to another port. */
    TO_HOST,
    /** To an address that is neither. */
    ELSEWHERE
  }

  /**
   * What a destination is translated to.
   *
   * @param addresses one, or a range of them; nothing where the address stays
   * @param ports one, or a range of them; nothing where the port stays
   */
  public record Target(String addresses, String ports) {}

  /**
   * Some of all hosts that may be meant.
   *
   * @param except whether all but these
   * @param networks in CIDR notation; none and {@code except} for all hosts
   */
  public record Hosts(boolean except, List<String> networks) {
    public static final Hosts ALL = new Hosts(true, List.of());

    public Hosts {
      networks = List.copyOf(networks);
    }

    public boolean isAll() {
      return except && networks.isEmpty();
    }
  }
}
