package dev.fwlint.extension;

import dev.fwlint.ast.Family;

/**
 * An IP address, or the mask of one. An IPv4 address is the low 32 bits of {@code low}.
 *
 * @param high the upper 64 bits of an IPv6 address, 0 of an IPv4 address
 */
public record Address(Family family, long high, long low) {
  static Address v4(long bits) {
    return new Address(Family.IPV4, 0, bits & 0xffff_ffffL);
  }

  static Address v6(long high, long low) {
    return new Address(Family.IPV6, high, low);
  }

  /** The mask that has its first {@code length} bits set. */
  public static Address prefix(Family family, int length) {
    if (family == Family.IPV4) {
      return v4(length == 0 ? 0 : -1L << (32 - length));
    }
    return v6(ones(Math.min(length, 64)), ones(Math.max(length - 64, 0)));
  }

  private static long ones(int count) {
    return count == 0 ? 0 : -1L << (64 - count);
  }

  /** The mask of a single host. */
  static Address hostMask(Family family) {
    return prefix(family, family == Family.IPV4 ? 32 : 128);
  }

  /** The bits that both have set. */
  public Address and(Address mask) {
    return new Address(family, high & mask.high, low & mask.low);
  }

  /** As inet_ntop(3) writes it. */
  @Override
  public String toString() {
    return family == Family.IPV4 ? V4.text(low) : V6.text(high, low);
  }

  /** Whether no bit is set. */
  public boolean isZero() {
    return high == 0 && low == 0;
  }
}
