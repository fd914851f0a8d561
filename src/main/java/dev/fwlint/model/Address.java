package dev.fwlint.model;

import dev.fwlint.ast.Family;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** An IP address; an IPv4 address is the low 32 bits. Ordered as a number. */
public record Address(Family family, long high, long low) implements Comparable<Address> {
  /** From 4 or 16 bytes in network order. */
  public static Address of(byte[] bytes) {
    if (bytes.length == 4) {
      return new Address(Family.IPV4, 0, number(bytes, 0, 4));
    }
    return new Address(Family.IPV6, number(bytes, 0, 8), number(bytes, 8, 8));
  }

  private static long number(byte[] bytes, int from, int count) {
    long number = 0;
    for (int i = from; i < from + count; i++) {
      number = number << 8 | bytes[i] & 0xff;
    }
    return number;
  }

  /** A dotted quad or an IPv6 address as RFC 4291 writes it; nothing for anything else. */
  public static Optional<Address> parse(String text) {
    boolean v6 = text.indexOf(':') >= 0;
    if (text.indexOf('%') >= 0 || !(v6 || text.matches("\\d{1,3}(\\.\\d{1,3}){3}"))) {
      return Optional.empty();
    }
    try {
      Address address = of(InetAddress.ofLiteral(text).getAddress());
      // Java reads ::ffff:1.2.3.4 as an IPv4 address
      boolean mapped = v6 && address.family == Family.IPV4;
      return Optional.of(
          mapped ? new Address(Family.IPV6, 0, 0xffff_0000_0000L | address.low) : address);
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }

  /** The mask whose first {@code length} bits are set. */
  public static Address mask(Family family, int length) {
    if (family == Family.IPV4) {
      return new Address(family, 0, length == 0 ? 0 : -1L << (32 - length) & 0xffff_ffffL);
    }
    return new Address(family, ones(Math.min(length, 64)), ones(Math.max(length - 64, 0)));
  }

  private static long ones(int count) {
    return count == 0 ? 0 : -1L << (64 - count);
  }

  /** The bits that both have set; both are of one family. */
  public Address and(Address mask) {
    return new Address(family, high & mask.high, low & mask.low);
  }

  /** 4 or 16 bytes in network order. */
  public byte[] bytes() {
    byte[] bytes = new byte[family == Family.IPV4 ? 4 : 16];
    for (int i = 0; i < bytes.length; i++) {
      int fromEnd = bytes.length - 1 - i;
      bytes[i] = (byte) ((fromEnd < 8 ? low : high) >>> (8 * (fromEnd % 8)));
    }
    return bytes;
  }

  @Override
  public int compareTo(Address other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  /** As people write it, IPv6 in the form of RFC 5952. */
  @Override
  public String toString() {
    try {
      return family == Family.IPV4
          ? InetAddress.getByAddress(bytes()).getHostAddress()
          : Rfc5952.text(high, low);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
