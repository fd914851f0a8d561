package dev.fwlint.extension;

import static dev.fwlint.extension.Quoted.quoted;

import dev.fwlint.extension.Value.Masked;
import dev.fwlint.extension.Value.Range;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Numbers as C's strtoul reads them with base 0: decimal, {@code 0x} hexadecimal and, behind a
 * leading zero, octal. All are unsigned; 64 bits are the widest.
 */
final class Numbers {
  private Numbers() {}

  /** A number and what is left behind it. */
  record Prefix(long number, String rest) {}

  /** The number that a text starts with, in any base; nothing if there is none or it is too big. */
  static Optional<Prefix> prefix(String text) {
    int at = start(text);
    if (isHex(text, at)) {
      return prefix(text, at + 2, 16);
    }
    return prefix(text, at, text.startsWith("0", at) ? 8 : 10);
  }

  /** The same, in one base. */
  static Optional<Prefix> prefix(String text, int base) {
    return prefix(text, start(text), base);
  }

  /** Behind leading blanks and a plus sign. */
  private static int start(String text) {
    int at = 0;
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    return text.startsWith("+", at) ? at + 1 : at;
  }

  private static Optional<Prefix> prefix(String text, int from, int base) {
    int end = from;
    while (end < text.length() && digit(text.charAt(end), base) >= 0) {
      end++;
    }
    OptionalLong number = end == from ? OptionalLong.empty() : number(text, from, end, base);
    return number.isEmpty()
        ? Optional.empty()
        : Optional.of(new Prefix(number.getAsLong(), text.substring(end)));
  }

  private static boolean isHex(String text, int at) {
    return text.length() > at + 2
        && text.charAt(at) == '0'
        && (text.charAt(at + 1) | 0x20) == 'x'
        && digit(text.charAt(at + 2), 16) >= 0;
  }

  /** ASCII digits only, unlike Character.digit. */
  private static int digit(char c, int radix) {
    return c < 128 ? Character.digit(c, radix) : -1;
  }

  static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static OptionalLong number(String text, int from, int to, int radix) {
    int first = from;
    while (first < to - 1 && text.charAt(first) == '0') {
      first++;
    }
    if (to - first > 22) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseUnsignedLong(text, first, to, radix));
    } catch (NumberFormatException tooBig) {
      return OptionalLong.empty();
    }
  }

  /** A whole number within bounds. */
  static OptionalLong whole(String text, long min, long max) {
    return prefix(text)
        .filter(found -> found.rest().isEmpty() && within(found.number(), min, max))
        .map(found -> OptionalLong.of(found.number()))
        .orElse(OptionalLong.empty());
  }

  static boolean within(long number, long min, long max) {
    return Long.compareUnsigned(min, number) <= 0 && Long.compareUnsigned(number, max) <= 0;
  }

  /** A single number within bounds. */
  static Syntax number(long min, long max) {
    return (text, scope) -> Range.of(require(text, min, max));
  }

  /** A number of 32 bits, of which only the lowest are kept. */
  static Syntax lowest(long bits) {
    return Syntax.of(
        number(0, 0xffff_ffffL),
        value -> value instanceof Range(long from, long to) ? String.valueOf(from & bits) : "");
  }

  /** The same, written with so many hexadecimal digits. */
  static Syntax hexadecimal(int digits, long min, long max) {
    return Syntax.of(number(min, max), value -> hexadecimal(value, digits));
  }

  static String hexadecimal(Value value, int digits) {
    return value instanceof Range(long from, long to)
        ? hexadecimal(from, digits)
        : Written.plain(value);
  }

  static String hexadecimal(long number, int digits) {
    return ("0x%0" + digits + "x").formatted(number);
  }

  static long require(String text, long min, long max) throws Refusal {
    OptionalLong number = whole(text, min, max);
    if (number.isEmpty()) {
      throw notWithin(text, min, max);
    }
    return number.getAsLong();
  }

  private static Refusal notWithin(String text, long min, long max) {
    return Refusal.because(
        "%s is not a number from %s to %s"
            .formatted(quoted(text), Long.toUnsignedString(min), Long.toUnsignedString(max)));
  }

  /** {@code from:to}; a missing end is the least or the most, one number alone is itself. */
  static Syntax range(long max) {
    return (text, scope) -> {
      int colon = text.indexOf(':');
      if (colon < 0) {
        return Range.of(text.isEmpty() ? 0 : require(text, 0, max));
      }
      String from = text.substring(0, colon);
      String to = text.substring(colon + 1);
      if (to.indexOf(':') >= 0) {
        throw Refusal.because("%s has more than two parts".formatted(quoted(text)));
      }
      return new Range(
          from.isEmpty() ? 0 : require(from, 0, max), to.isEmpty() ? max : require(to, 0, max));
    };
  }

  /** {@code from:to} of 64 bits, of which {@code from} alone has no end. */
  static Value from(String text, Scope scope) throws Refusal {
    Value range = range(-1L).read(text, scope);
    return text.indexOf(':') < 0 && range instanceof Range(long from, long to)
        ? new Range(from, -1L)
        : range;
  }

  static String fromText(Value value) {
    return value instanceof Range(long from, long to)
        ? Long.toUnsignedString(from) + (to == -1L ? "" : ":" + Long.toUnsignedString(to))
        : Written.plain(value);
  }

  /** {@code value/mask} of 32 bits; without a mask, all bits count. */
  static Value masked(String text, Scope scope) throws Refusal {
    int slash = text.indexOf('/');
    String value = slash < 0 ? text : text.substring(0, slash);
    long mask = slash < 0 ? 0xffff_ffffL : require(text.substring(slash + 1), 0, 0xffff_ffffL);
    return new Masked(require(value, 0, 0xffff_ffffL), mask);
  }

  /** The mask too where it is all bits. */
  static String maskedText(Value value) {
    return value instanceof Masked(long bits, long mask)
        ? "0x%x/0x%x".formatted(bits, mask)
        : Written.plain(value);
  }
}
