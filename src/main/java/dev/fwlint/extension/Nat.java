package dev.fwlint.extension;

import static dev.fwlint.extension.Quoted.quoted;

import dev.fwlint.ast.Family;
import dev.fwlint.extension.Value.AddressRange;
import dev.fwlint.extension.Value.NatTo;
import dev.fwlint.extension.Value.Range;
import java.util.Optional;
import java.util.Set;

/** Where NAT rewrites to: {@code [address[-address]][:port[-port[/port]]]}, IPv6 addresses before ports in brackets. */
final class Nat {
  private static final int TCP = 6;
  private static final Set<Integer> WITH_PORTS = Set.of(1, TCP, 17, 33, 58, 132);

  private Nat() {}

  /** Of SNAT. */
  static Value to(String text, Scope scope) throws Refusal {
    return to(text, scope, false);
  }

  /** Of DNAT: the ports may be counted from a base, and be services. */
  static Value toShifted(String text, Scope scope) throws Refusal {
    return to(text, scope, true);
  }

  private static Value to(String text, Scope scope, boolean shifted) throws Refusal {
    int colon = portColon(text, scope);
    String addresses = colon < 0 ? text : text.substring(0, colon);
    if (scope.family() == Family.IPV6 && addresses.startsWith("[")) {
      addresses = unbracketed(addresses);
    }
    Optional<AddressRange> range =
        addresses.isEmpty() && colon >= 0 ? Optional.empty() : Optional.of(addresses(addresses, scope));
    if (colon < 0) {
      return new NatTo(range, Optional.empty(), Optional.empty());
    }
    requireProtocol(scope);
    NatTo ports = ports(text.substring(colon + 1), shifted, shifted);
    return new NatTo(range, ports.ports(), ports.basePort());
  }

  /** Where the ports begin; -1 where there are none. */
  private static int portColon(String text, Scope scope) {
    if (scope.family() == Family.IPV4) {
      return text.indexOf(':');
    }
    int close = text.startsWith("[") ? text.indexOf(']') : -1;
    return close < 0 ? -1 : text.indexOf(':', close);
  }

  private static String unbracketed(String text) throws Refusal {
    if (!text.endsWith("]")) {
      throw Refusal.because("%s is not an address".formatted(quoted(text)));
    }
    return text.substring(1, text.length() - 1);
  }

  private static AddressRange addresses(String text, Scope scope) throws Refusal {
    return (AddressRange) Addresses.range(text, scope);
  }

  private static void requireProtocol(Scope scope) throws Refusal {
    if (!WITH_PORTS.contains(scope.protocol())) {
      throw Refusal.inContext("a port needs -p tcp, udp, sctp or dccp before it");
    }
  }

  /** The ports of MASQUERADE: numbers alone. */
  static Value ports(String text, Scope scope) throws Refusal {
    requireProtocol(scope);
    return ports(text, false, false);
  }

  /** The ports of REDIRECT: a range of numbers, or one service. */
  static Value services(String text, Scope scope) throws Refusal {
    requireProtocol(scope);
    return ports(text, true, false);
  }

  private static NatTo ports(String text, boolean services, boolean shifted) throws Refusal {
    int slash = text.indexOf('/');
    int dash = text.indexOf('-');
    if (slash >= 0 && !(shifted && dash >= 0 && dash < slash)) {
      throw Ports.notAPort(text);
    }
    String range = slash < 0 ? text : text.substring(0, slash);
    Optional<Integer> base =
        slash < 0 ? Optional.empty() : Optional.of(base(text.substring(slash + 1)));
    return new NatTo(Optional.empty(), Optional.of(range(range, services)), base);
  }

  private static int base(String text) throws Refusal {
    int port = Ports.strict(text, TCP);
    if (port == 0) {
      throw Ports.notAPort(text);
    }
    return port;
  }

  private static Range range(String text, boolean services) throws Refusal {
    int dash = text.indexOf('-');
    var whole = Numbers.whole(text, 0, 65535);
    if (whole.isPresent()) {
      return Range.of(whole.getAsLong());
    }
    if (dash < 0 || !Character.isDigit(text.charAt(0))) {
      if (!services) {
        throw Ports.notAPort(text);
      }
      return Range.of(Ports.strict(text, TCP));
    }
    Range range =
        new Range(number(text.substring(0, dash)), number(text.substring(dash + 1)));
    if (range.from() > range.to()) {
      throw Refusal.inContext("the port range %s ends before it begins".formatted(quoted(text)));
    }
    return range;
  }

  private static long number(String text) throws Refusal {
    var number = Numbers.whole(text, 0, 65535);
    if (number.isEmpty()) {
      throw Ports.notAPort(text);
    }
    return number.getAsLong();
  }
}
