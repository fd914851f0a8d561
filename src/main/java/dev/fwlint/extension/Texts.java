package dev.fwlint.extension;

import static dev.fwlint.extension.Quoted.quoted;

import dev.fwlint.extension.Value.Interface;
import dev.fwlint.extension.Value.Mac;
import dev.fwlint.extension.Value.Masked;
import dev.fwlint.extension.Value.Named;
import dev.fwlint.extension.Value.Names;
import dev.fwlint.extension.Value.Range;
import dev.fwlint.extension.Value.Text;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Names, labels and other texts. */
final class Texts {
  /** The kernel's IFNAMSIZ, less the byte that ends a name. */
  static final int INTERFACE_MAX = 15;

  private static final long ALL = 0xffff_ffffL;

  private static final Map<String, Integer> LOG_LEVELS =
      Map.of(
          "emerg", 0, "panic", 0, "alert", 1, "crit", 2, "error", 3, "warning", 4, "notice", 5,
          "info", 6, "debug", 7);

  private Texts() {}

  /** Any text of such a length. */
  static Syntax text(long min, long max) {
    return (text, scope) -> {
      if (text.length() < min) {
        throw Refusal.because("the text must not be empty");
      }
      if (text.length() > max) {
        throw Refusal.because("%s is longer than %d characters".formatted(quoted(text), max));
      }
      return new Text(text);
    };
  }

  /** The same, written as it is. */
  static Syntax bare(long min, long max) {
    return Syntax.of(
        text(min, max), value -> value instanceof Text(String text) ? Words.bare(text) : "");
  }

  /** The same, written in quotes. */
  static Syntax quotedText(long min, long max) {
    return quotes(text(min, max));
  }

  /** What is a text to its reader, written in quotes. */
  static Syntax quotes(Syntax reader) {
    return Syntax.of(reader, value -> value instanceof Text(String text) ? Words.quoted(text) : "");
  }

  /** Any text that is not too short, of which so many bytes count. */
  static Syntax cut(long min, int kept) {
    return Syntax.of(
        text(min, Integer.MAX_VALUE),
        value -> value instanceof Text(String text) ? Words.text(Words.cut(text, kept)) : "");
  }

  /** An interface of {@code -i} and {@code -o}. */
  static Value interfaceName(String text, Scope scope) throws Refusal {
    if (text.isEmpty()) {
      throw Refusal.because("the interface name is empty");
    }
    if (text.length() > INTERFACE_MAX) {
      throw Refusal.inContext(
          "the interface name %s is longer than %d characters"
              .formatted(quoted(text), INTERFACE_MAX));
    }
    return asInterface(text);
  }

  private static Interface asInterface(String text) {
    boolean prefix = text.endsWith("+");
    return new Interface(prefix ? text.substring(0, text.length() - 1) : text, prefix);
  }

  /** A bridge port of physdev; it may be empty. */
  static Value device(String text, Scope scope) throws Refusal {
    return text.isEmpty() ? asInterface(text) : interfaceName(text, scope);
  }

  /** Six bytes in hexadecimal, colons between. */
  static Value mac(String text, Scope scope) throws Refusal {
    String[] parts = text.split(":", -1);
    long bits = 0;
    for (String part : parts) {
      var digits = Numbers.prefix(part, 16);
      if (parts.length != 6
          || part.length() > 2
          || digits.isEmpty()
          || !digits.get().rest().isEmpty()) {
        throw Refusal.because("%s is not a MAC address".formatted(quoted(text)))
            .withHint("a MAC address is six pairs of hexadecimal digits with colons between");
      }
      bits = bits << 8 | digits.get().number();
    }
    return new Mac(bits);
  }

  static String upperMac(Value value) {
    return Written.plain(value).toUpperCase(Locale.ROOT);
  }

  /** A level of syslog(3) by number or name. */
  static Value logLevel(String text, Scope scope) throws Refusal {
    Integer named = LOG_LEVELS.get(text);
    var number = Numbers.whole(text, 0, 7);
    if (named == null && number.isEmpty()) {
      throw Refusal.because("%s is not a log level".formatted(quoted(text)))
          .withHint("it takes 0 to 7, or emerg, alert, crit, error, warning, notice, info, debug");
    }
    return Range.of(named != null ? named : number.getAsLong());
  }

  /**
   * {@code value[/mask]}, or a name that a file of the host gives a number. What iproute2 brings of
   * that file has one, for 0.
   */
  static Syntax group(String zero) {
    return Syntax.of(
        (text, scope) -> text.equals(zero) ? new Masked(0, ALL) : group(text, scope),
        value -> value.equals(new Masked(0, ALL)) ? zero : Written.plain(value));
  }

  private static Value group(String text, Scope scope) throws Refusal {
    int slash = text.indexOf('/');
    var value = Numbers.whole(slash < 0 ? text : text.substring(0, slash), 0, ALL);
    if (value.isPresent()) {
      long mask = slash < 0 ? ALL : Numbers.require(text.substring(slash + 1), 0, ALL);
      return new Masked(value.getAsLong(), mask);
    }
    if (text.isEmpty() || !Character.isLetter(text.charAt(0))) {
      throw Refusal.because("%s is not a number or a name".formatted(quoted(text)));
    }
    return new Named(text);
  }

  /**
   * A user or group by number, by a range of numbers, or by a name that the host knows; root is 0
   * everywhere.
   */
  static Value owner(String text, Scope scope) throws Refusal {
    int dash = Math.max(text.indexOf('-'), text.indexOf(':'));
    var number = Numbers.whole(dash < 0 ? text : text.substring(0, dash), 0, 0xffff_fffeL);
    if (number.isEmpty()) {
      if (text.isEmpty() || (!Character.isLetter(text.charAt(0)) && text.charAt(0) != '_')) {
        throw Refusal.because("%s is not a user or group".formatted(quoted(text)));
      }
      return text.equals("root") ? Range.of(0) : new Named(text);
    }
    long to =
        dash < 0 ? number.getAsLong() : Numbers.require(text.substring(dash + 1), 0, 0xffff_fffeL);
    return new Range(number.getAsLong(), to);
  }

  /** A range with a dash. */
  static String ownerText(Value value) {
    return value instanceof Range range ? Written.range(range, "-") : Written.plain(value);
  }

  /** A bit of the connection's label; names of bits stand in a file of the host. */
  static Value label(String text, Scope scope) throws Refusal {
    return Range.of(Numbers.require(text, 0, 127));
  }

  /** {@code major:minor}, both hexadecimal; what stands behind does not count. */
  static Value trafficClass(String text, Scope scope) throws Refusal {
    String plain = text.startsWith("-") ? text.substring(1) : text;
    int colon = plain.indexOf(':');
    var major = hexadecimal(plain.substring(0, Math.max(colon, 0)));
    var minor = hexadecimal(plain.substring(colon + 1));
    if (major.isEmpty() || !major.get().rest().isEmpty() || minor.isEmpty()) {
      throw Refusal.because("%s is not a class".formatted(quoted(text)))
          .withHint("a class is written MAJOR:MINOR in hexadecimal");
    }
    return new Names(
        List.of(
            "%04x:%04x".formatted(major.get().number() & 0xffff, minor.get().number() & 0xffff)));
  }

  private static Optional<Numbers.Prefix> hexadecimal(String text) {
    return text.startsWith("0x") ? Numbers.prefix(text) : Numbers.prefix(text, 16);
  }

  /** A conntrack zone, or the packet mark for one. */
  static Value zone(String text, Scope scope) throws Refusal {
    return text.equals("mark") ? new Text(text) : Range.of(Numbers.require(text, 0, 65_535));
  }

  /** A program for the packet filter: how many instructions, and four numbers for each. */
  static Value bytecode(String text, Scope scope) throws Refusal {
    String[] parts = text.split(",", -1);
    var count = Numbers.prefix(parts[0], 10);
    boolean good =
        count.isPresent() && count.get().number() == parts.length - 1 && parts.length > 1;
    for (int i = 1; i < parts.length && good; i++) {
      good = Split.words(parts[i]).size() == 4;
    }
    if (!good) {
      throw Refusal.because("%s is not a program of so many instructions".formatted(quoted(text)));
    }
    return new Text(text);
  }

  /** One blank between the numbers, and quotes around all. */
  static String bytecodeText(Value value) {
    return value instanceof Text(String text)
        ? Words.quoted(text.strip().replaceAll("\\s*,\\s*", ",").replaceAll("\\s+", " "))
        : Written.plain(value);
  }

  /** {@code src} and {@code dst}, one for each dimension of the set, at most six. */
  static Value setFlags(String text, Scope scope) throws Refusal {
    List<String> flags = List.of(text.split(",", -1));
    for (String flag : flags) {
      if (!flag.equals("src") && !flag.equals("dst")) {
        throw Refusal.because("%s is not src or dst".formatted(quoted(flag)));
      }
    }
    if (flags.size() > 6) {
      throw Refusal.because("%s has more than six parts".formatted(quoted(text)));
    }
    return new Names(flags);
  }

  private static final List<String> TUPLE =
      List.of("src", "dst", "sport", "dport", "spi", "proto", "ct");

  /** What HMARK hashes. */
  static Value hmarkTuple(String text, Scope scope) throws Refusal {
    List<String> parts = List.of(text.split(",", -1));
    for (String part : parts) {
      if (!TUPLE.contains(part)) {
        throw Refusal.because("%s is not a part of HMARK's tuple".formatted(quoted(part)));
      }
    }
    return new Names(parts);
  }

  /** Milliseconds, or for ever. */
  static Value ledDelay(String text, Scope scope) throws Refusal {
    return text.equals("inf") ? new Text(text) : Range.of(Numbers.require(text, 0, 0xffff_ffffL));
  }
}
