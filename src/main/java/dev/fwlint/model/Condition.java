package dev.fwlint.model;

import java.util.List;
import java.util.Set;

/**
 * One thing that must hold of a packet for a step to take it. A step's conditions must all hold.
 *
 * <p>Where a condition has {@code negated}, it holds of exactly the packets that the same condition
 * without it does not; {@link Connection} is the exception that the kernel makes.
 */
public sealed interface Condition {
  /** Which end of a packet. */
  enum End {
    SOURCE,
    DESTINATION
  }

  /** {@code -i} and {@code -o}. A missing interface has the empty name. */
  record Interface(boolean in, String name, boolean prefix, boolean negated) implements Condition {}

  /** {@code -s} and {@code -d}. */
  record InNetwork(End end, Network network, boolean negated) implements Condition {}

  /** {@code -m iprange}. */
  record InRange(End end, Address from, Address to, boolean negated) implements Condition {}

  /** {@code -p}; the number is never 0, which stands for every protocol. */
  record Protocol(int number, boolean negated) implements Condition {}

  /** {@code --sport} and {@code --dport}, and multiport's lists of one end. */
  record Port(End end, List<Range> ports, boolean negated) implements Condition {}

  /** {@code -m multiport --ports}: the source port or the destination port. */
  record EitherPort(List<Range> ports, boolean negated) implements Condition {}

  /** {@code --icmp-type} and {@code --icmpv6-type}. */
  record Icmp(int type, Range codes, boolean negated) implements Condition {}

  /**
   * {@code --tcp-flags} and {@code --syn}: of the flags in {@code mask}, exactly those of {@code
   * set}.
   */
  record TcpFlags(int mask, int set, boolean negated) implements Condition {}

  /**
   * All that one {@code -m conntrack} or {@code -m state} asks. The parts hang together: of a
   * packet without a connection, the kernel looks at the states alone
   * (net/netfilter/xt_conntrack.c).
   */
  record Connection(List<ConnectionPart> parts) implements Condition {
    public Connection {
      parts = List.copyOf(parts);
    }
  }

  /** {@code -m mark} and {@code -m connmark}. */
  record Mark(boolean ofConnection, long value, long mask, boolean negated) implements Condition {}

  /**
   * {@code -m addrtype}: the address is of one of the types (RTN_LOCAL and so on, by iptables'
   * names).
   */
  record AddressType(End end, Set<String> types, Limit limit, boolean negated)
      implements Condition {
    /** Whether only the addresses of the packet's in or out interface count. */
    public enum Limit {
      NONE,
      IN_INTERFACE,
      OUT_INTERFACE
    }
  }

  /** {@code -m mac}: 48 bits. */
  record SourceMac(long mac, boolean negated) implements Condition {}

  /** {@code -m pkttype}: {@code unicast}, {@code broadcast} or {@code multicast}. */
  record PacketType(String type, boolean negated) implements Condition {}

  /** {@code -m ttl} and {@code -m hl}. */
  record Ttl(Range values, boolean negated) implements Condition {}

  /** {@code -m length}: bytes of the IP packet, its header included. */
  record Length(Range bytes, boolean negated) implements Condition {}

  /**
   * {@code -f} and {@code -m frag}. Conntrack puts fragments together before any rule sees them, so
   * of a traced packet it never holds; but a host may load the rules without conntrack.
   *
   * @param expression the match as written, in one spelling
   */
  record Fragment(String expression, boolean negated) implements Condition {}

  /** Holds of every packet or of none, whatever it is: {@code -m recent --set}. */
  record Always(boolean holds) implements Condition {}

  /**
   * A match that is not modelled.
   *
   * @param expression the match as written, in one spelling: two of the same text ask the same
   * @param timed whether the answer hangs on time or history rather than on the packet alone
   * @param guess what {@code trace} goes on as if, before {@code negated}
   * @param told what decides it where a packet tells enough
   */
  record Unknown(
      String module, String expression, boolean timed, boolean guess, boolean negated, Told told)
      implements Condition {}
}
