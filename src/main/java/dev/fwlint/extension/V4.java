package dev.fwlint.extension;

import java.util.Optional;

/**
 * IPv4 addresses in the forms that C libraries know. Each part is a number as strtoul reads it with
 * base 0, so a leading zero makes it octal: {@code 010.0.0.1} is 8.0.0.1.
 */
final class V4 {
  private V4() {}

  /**
   * One to four bytes, the missing ones 0: {@code 10.1} is 10.1.0.0. This is how iptables itself
   * reads {@code -s} and {@code -d}, before it asks the C library.
   */
  static Optional<Address> bytes(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length > 4) {
      return Optional.empty();
    }
    long bits = 0;
    for (int i = 0; i < 4; i++) {
      var part = i < parts.length ? Numbers.whole(parts[i], 0, 255) : Numbers.whole("0", 0, 0);
      if (part.isEmpty()) {
        return Optional.empty();
      }
      bits = bits << 8 | part.getAsLong();
    }
    return Optional.of(Address.v4(bits));
  }

  /** Four decimal numbers, dots between. */
  static String text(long bits) {
    return (bits >> 24 & 255)
        + "."
        + (bits >> 16 & 255)
        + "."
        + (bits >> 8 & 255)
        + "."
        + (bits & 255);
  }

  /** Four bytes: a dotted mask. */
  static Optional<Address> fourBytes(String text) {
    return text.chars().filter(c -> c == '.').count() == 3 ? bytes(text) : Optional.empty();
  }

  /** Four decimal bytes without leading zeros, as inet_pton(3) takes them. */
  static Optional<Address> quad(String text) {
    long quad = V6.quad(text);
    return quad < 0 ? Optional.empty() : Optional.of(Address.v4(quad));
  }

  /** As inet_aton(3): the last part fills what is left, so {@code 10.1} is 10.0.0.1. */
  static Optional<Address> inetAton(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length > 4) {
      return Optional.empty();
    }
    long bits = 0;
    for (int i = 0; i < parts.length; i++) {
      boolean last = i == parts.length - 1;
      long max = last ? 0xffff_ffffL >> (8 * i) : 255;
      if (parts[i].isEmpty() || !Character.isDigit(parts[i].charAt(0))) {
        return Optional.empty();
      }
      var part = Numbers.whole(parts[i], 0, max);
      if (part.isEmpty()) {
        return Optional.empty();
      }
      bits |= part.getAsLong() << (last ? 0 : 24 - 8 * i);
    }
    return Optional.of(Address.v4(bits));
  }
}
