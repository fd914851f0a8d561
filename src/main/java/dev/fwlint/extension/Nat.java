package dev.fwlint.extension;

import static dev.fwlint.extension.Quoted.quoted;

import dev.fwlint.ast.Family;
import dev.fwlint.extension.Value.AddressRange;
import dev.fwlint.extension.Value.NatTo;
import dev.fwlint.extension.Value.Range;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Where NAT rewrites to: {@code [address[-address]][:port[-port[/port]]]}, IPv6 addresses before
 * ports in brackets.
 */
final class Nat {
  private static final Set<Integer> WITH_PORTS = Set.of(1, 6, 17, 33, 132);

  private Nat() {}

  /** Of DNAT and SNAT. */
  static Value to(String text, Scope scope) throws Refusal {
    int colon = portColon(text, scope);
    String before = colon < 0 ? text : text.substring(0, colon);
    Optional<AddressRange> range =
        before.isEmpty() && colon >= 0 ? Optional.empty() : Optional.of(addresses(before, scope));
    if (colon < 0) {
      return new NatTo(range, Optional.empty(), Optional.empty());
    }
    requireProtocol(scope);
    NatTo ports = ports(text.substring(colon + 1), true);
    return new NatTo(range, ports.ports(), ports.basePort());
  }

  /** Where the ports begin; -1 where there are none. */
  private static int portColon(String text, Scope scope) {
    if (scope.family() == Family.IPV4) {
      return text.indexOf(':');
    }
    if (text.startsWith(":") && !text.startsWith("::")) {
      return 0;
    }
    int close = text.startsWith("[") ? text.indexOf(']') : -1;
    return close < 0 ? -1 : text.indexOf(':', close);
  }

  private static AddressRange addresses(String text, Scope scope) throws Refusal {
    int close = text.indexOf(']');
    boolean bracketed = scope.family() == Family.IPV6 && text.startsWith("[") && close > 0;
    String plain = bracketed ? text.substring(1, close) : text;
    int dash = plain.indexOf('-');
    Address from = Addresses.plainNumeric(dash < 0 ? plain : plain.substring(0, dash), scope);
    return new AddressRange(
        from, dash < 0 ? from : Addresses.plainNumeric(plain.substring(dash + 1), scope));
  }

  private static void requireProtocol(Scope scope) throws Refusal {
    if (!WITH_PORTS.contains(scope.protocol())) {
      throw Refusal.inContext("a port needs -p tcp, udp, sctp or dccp before it");
    }
  }

  /** The ports of MASQUERADE and REDIRECT. */
  static Value ports(String text, Scope scope) throws Refusal {
    requireProtocol(scope);
    return ports(text, false);
  }

  static String portsText(Value value) {
    return value instanceof NatTo to && to.ports().isPresent()
        ? Written.range(to.ports().get(), "-")
        : Written.plain(value);
  }

  /**
   * A port, a service, or a range of numbers, which may be counted from a base where it is shifted.
   */
  private static NatTo ports(String text, boolean shifted) throws Refusal {
    int slash = text.indexOf('/');
    int dash = text.indexOf('-');
    if (slash >= 0 && !(shifted && dash >= 0 && dash < slash)) {
      throw Ports.notAPort(text);
    }
    Optional<Integer> base =
        slash < 0 ? Optional.empty() : Optional.of(base(text.substring(slash + 1)));
    Range range = range(slash < 0 ? text : text.substring(0, slash));
    return new NatTo(Optional.empty(), Optional.of(range), base);
  }

  /** What stands behind the number does not count. */
  private static int base(String text) throws Refusal {
    var number = Numbers.prefix(text).filter(found -> Numbers.within(found.number(), 1, 65_535));
    return number.isPresent() ? (int) number.get().number() : service(text);
  }

  private static int service(String text) throws Refusal {
    OptionalInt port = Services.port(text, 0);
    if (port.isEmpty()) {
      throw Ports.notAPort(text);
    }
    return port.getAsInt();
  }

  private static Range range(String text) throws Refusal {
    int dash = text.indexOf('-');
    if (dash <= 0 || !Character.isDigit(text.charAt(0))) {
      var number = Numbers.whole(text, 0, 65_535);
      return Range.of(number.isPresent() ? number.getAsLong() : service(text));
    }
    Range range = new Range(number(text.substring(0, dash)), number(text.substring(dash + 1)));
    if (range.from() > range.to()) {
      throw Refusal.inContext("the port range %s ends before it begins".formatted(quoted(text)));
    }
    return range;
  }

  private static long number(String text) throws Refusal {
    var number = Numbers.whole(text, 0, 65_535);
    if (number.isEmpty()) {
      throw Ports.notAPort(text);
    }
    return number.getAsLong();
  }
}
