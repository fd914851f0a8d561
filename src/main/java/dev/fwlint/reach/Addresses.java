package dev.fwlint.reach;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Network;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Addresses to build packets from. */
public final class Addresses {
  private static final List<Address> STRANGERS_V4 =
      Stream.of("198.51.100.7", "203.0.113.9", "192.0.2.77")
          .flatMap(a -> Address.parse(a).stream())
          .toList();
  private static final List<Address> STRANGERS_V6 =
      Stream.of("2001:db8:51::7", "2001:db8:113::9", "2001:db8:2::77")
          .flatMap(a -> Address.parse(a).stream())
          .toList();
  private static final List<Network> NEVER_FORWARDED =
      Stream.of(
              "0.0.0.0/8",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "224.0.0.0/3",
              "::/96",
              "fe80::/10",
              "ff00::/8")
          .flatMap(text -> Network.parse(text).stream())
          .toList();

  private Addresses() {}

  /** Addresses from all over, those set aside for documentation first. */
  static List<Address> anybody(Family family) {
    Stream<String> others =
        family == Family.IPV4 ? Stream.of("10.66.66.66", "100.64.6.6") : Stream.of("fd66::66");
    return Stream.concat(
            strangers(family).stream(), others.flatMap(text -> Address.parse(text).stream()))
        .toList();
  }

  /** Addresses set aside for documentation: nobody in particular. */
  public static List<Address> strangers(Family family) {
    return family == Family.IPV4 ? STRANGERS_V4 : STRANGERS_V6;
  }

  /** An address that no rule of a ruleset singles out, as far as there is one. */
  public static Address stranger(Firewall firewall) {
    List<Network> named =
        firewall
            .steps()
            .flatMap(step -> step.conditions().stream())
            .flatMap(
                c -> c instanceof Condition.InNetwork in ? Stream.of(in.network()) : Stream.empty())
            .filter(network -> network.bits() > 0)
            .distinct()
            .toList();
    List<Address> pool = strangers(firewall.family());
    return Stream.concat(pool.stream(), others(firewall.family()))
        .filter(address -> named.stream().noneMatch(network -> network.contains(address)))
        .findFirst()
        .orElse(pool.getFirst());
  }

  /** One of each large part of the Internet, for rulesets that name all that is set aside. */
  private static Stream<Address> others(Family family) {
    return IntStream.rangeClosed(1, 223)
        .filter(part -> part != 10 && part != 127)
        .mapToObj(
            part -> family == Family.IPV4 ? part + ".99.77.55" : "2%03x:99::55".formatted(part))
        .flatMap(text -> Address.parse(text).stream());
  }

  /**
   * Some addresses of a network that a host may have, and the two next to it; for a mask with
   * holes, its base.
   */
  public static List<Address> around(Network network) {
    Address base = network.base();
    BigInteger last = number(base).or(number(network.mask()).not().and(number(all(base.family()))));
    return around(base, address(base.family(), last).orElse(base)).stream().toList();
  }

  /** Some addresses from one to another that a host may have, and the two next to them. */
  static List<Address> around(Address from, Address to) {
    BigInteger first = number(from);
    BigInteger last = number(to);
    List<Address> pool = new ArrayList<>();
    for (int i : new int[] {2, 5, 1, 0}) {
      BigInteger within = first.add(BigInteger.valueOf(i));
      if (within.compareTo(last) <= 0) {
        address(from.family(), within).ifPresent(pool::add);
      }
    }
    pool.add(to);
    address(from.family(), last.add(BigInteger.ONE)).ifPresent(pool::add);
    address(from.family(), first.subtract(BigInteger.ONE)).ifPresent(pool::add);
    return pool;
  }

  /** Whether a packet from or to it may be forwarded at all. */
  static boolean canBeForwarded(Address address) {
    return NEVER_FORWARDED.stream().noneMatch(network -> network.contains(address));
  }

  private static Address all(Family family) {
    return family == Family.IPV4
        ? new Address(family, 0, 0xffff_ffffL)
        : new Address(family, -1, -1);
  }

  private static BigInteger number(Address address) {
    return new BigInteger(1, address.bytes());
  }

  private static Optional<Address> address(Family family, BigInteger number) {
    boolean fits = number.signum() >= 0 && number.bitLength() <= (family == Family.IPV4 ? 32 : 128);
    return fits
        ? Optional.of(new Address(family, number.shiftRight(64).longValue(), number.longValue()))
        : Optional.empty();
  }
}
