package dev.fwlint.model;

import java.util.List;

/**
 * An element of a set.
 *
 * @param parts one for each dimension of the set's type; of {@code bitmap:ip,mac} the second may be
 *     missing
 * @param exception {@code nomatch}: what it holds is not in the set, whatever wider element does
 * @param expires whether it goes by itself after some time
 */
public record SetElement(List<Part> parts, boolean exception, boolean expires) {
  public SetElement {
    parts = List.copyOf(parts);
  }

  /** A part of an element. */
  public sealed interface Part {
    /** A single address or a network; in a set with a netmask the address as it is masked. */
    record Block(Address base, int length) implements Part {
      /** The addresses that it holds. */
      public Network network() {
        return Network.of(base, length);
      }
    }

    /**
     * Ports of a protocol, or the type and code of ICMP in the upper and the lower eight bits; of
     * {@code bitmap:port} the protocol is 0.
     */
    record Ports(int protocol, Range ports) implements Part {}

    /** 48 bits. */
    record Mac(long mac) implements Part {}

    /** A packet mark as it is masked. */
    record Mark(long mark) implements Part {}

    /**
     * An interface.
     *
     * @param prefix whether all that begin with the name are meant
     * @param port whether the port of a bridge is meant: no rule of iptables asks for those
     */
    record Device(String name, boolean prefix, boolean port) implements Part {}

    /** Another set. */
    record Member(IpSet set) implements Part {}
  }
}
