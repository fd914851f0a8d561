package dev.fwlint.model;

import java.util.Locale;
import java.util.Optional;

/** The IP protocols that decide what else a packet has. */
public final class Protocols {
  public static final int ICMP = 1;
  public static final int TCP = 6;
  public static final int UDP = 17;
  public static final int DCCP = 33;
  public static final int ICMPV6 = 58;
  public static final int SCTP = 132;
  public static final int UDPLITE = 136;

  private Protocols() {}

  /** The name, or the number where it has none. */
  public static String name(int number) {
    return dev.fwlint.extension.Protocols.name(number).orElse(String.valueOf(number));
  }

  /** From a name or a number from 0 to 255. */
  public static Optional<Integer> number(String text) {
    return dev.fwlint.extension.Protocols.number(text.toLowerCase(Locale.ROOT));
  }

  /** Whether it is ICMP, of either family. */
  public static boolean isIcmp(int number) {
    return number == ICMP || number == ICMPV6;
  }

  /** Whether the protocol's header begins with two ports. */
  public static boolean hasPorts(int number) {
    return switch (number) {
      case TCP, UDP, DCCP, SCTP, UDPLITE -> true;
      default -> false;
    };
  }
}
