package dev.fwlint.extension;

import java.util.List;
import java.util.Optional;

/** What an option's value means, when its spelling is out of the way. */
public sealed interface Value {

  /**
   * The numbers from one to another, both included, as unsigned 64-bit numbers; a port range too.
   */
  record Range(long from, long to) implements Value {
    static Range of(long number) {
      return new Range(number, number);
    }
  }

  /** A list of numbers and ranges, such as multiport's. */
  record Ranges(List<Range> ranges) implements Value {
    public Ranges {
      ranges = List.copyOf(ranges);
    }
  }

  /** A number of which only the bits of the mask count. */
  record Masked(long value, long mask) implements Value {}

  /** {@code address/mask}, not yet masked; the mask need not be a prefix. */
  record Network(Address address, Address mask) implements Value {}

  /** A host or network by its name; only a resolver knows its addresses. */
  record HostName(String name, Optional<Address> mask) implements Value {}

  /**
   * What {@code -s} and {@code -d} take: {@link Network}s and {@link HostName}s, a rule for each.
   */
  record Hosts(List<Value> hosts) implements Value {
    public Hosts {
      hosts = List.copyOf(hosts);
    }
  }

  /** The addresses from one to another, both included. */
  record AddressRange(Address from, Address to) implements Value {}

  /**
   * Where NAT rewrites to.
   *
   * @param basePort the port that a shifted range counts from: the last number of {@code
   *     :1000-2000/3000}
   */
  record NatTo(Optional<AddressRange> addresses, Optional<Range> ports, Optional<Integer> basePort)
      implements Value {}

  /** A protocol by its number; 0 stands for all. */
  record Protocol(int number) implements Value {}

  /**
   * An interface; all that begin with {@code name} where it was written with a {@code +} behind.
   */
  record Interface(String name, boolean prefix) implements Value {}

  /** A MAC address, the first byte uppermost. */
  record Mac(long bits) implements Value {}

  /** TCP flags: FIN 1, SYN 2, RST 4, PSH 8, ACK 16, URG 32. */
  record TcpFlags(int bits) implements Value {}

  /** ICMP or ICMPv6 types and, of these, the codes. */
  record Icmp(Range types, Range codes) implements Value {}

  /** One or more of a fixed vocabulary, in its own spelling. */
  record Names(List<String> names) implements Value {
    public Names {
      names = List.copyOf(names);
    }

    /** The only name of an option that takes one. */
    public String name() {
      return names.getFirst();
    }
  }

  /** So many in a unit of time, as a limit has it: {@code 5/minute}, {@code 512kb/s}. */
  record Rate(long amount, Unit unit, boolean bytes) implements Value {
    /** Units of time. */
    public enum Unit {
      SECOND(1),
      MINUTE(60),
      HOUR(3600),
      DAY(86_400);

      private final long seconds;

      Unit(long seconds) {
        this.seconds = seconds;
      }

      public long seconds() {
        return seconds;
      }
    }
  }

  /** A user, a group or the like by its name; only the host knows its number. */
  record Named(String name) implements Value {}

  /** Text that means itself. */
  record Text(String text) implements Value {}
}
