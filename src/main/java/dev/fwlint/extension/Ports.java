package dev.fwlint.extension;

import static dev.fwlint.extension.Quoted.quoted;

import dev.fwlint.extension.Value.Range;
import dev.fwlint.extension.Value.Ranges;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Ports. iptables reads them in two ways: most matches ask the C library, which takes decimal
 * numbers only, wraps them at 65536 and knows the services of every protocol; tcp, sctp, multiport
 * and the NAT targets read numbers themselves, in any base, and services of the one protocol.
 */
final class Ports {
  private static final int TCP = 6;
  private static final int SCTP = 132;
  private static final Set<Integer> MULTIPORT = Set.of(TCP, 17, 33, SCTP, 136);
  private static final int MULTIPORT_MAX = 15;

  private Ports() {}

  /** One port, by the C library. */
  static Value port(String text, Scope scope) throws Refusal {
    return Range.of(looseNumber(text));
  }

  /**
   * {@code from:to}, by the C library; either may be missing, and a reversed range is no error: it
   * matches nothing.
   */
  static Value looseRange(String text, Scope scope) throws Refusal {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return Range.of(text.isEmpty() ? 0 : looseNumber(text));
    }
    String to = text.substring(colon + 1);
    if (to.indexOf(':') >= 0) {
      throw Refusal.because("%s has more than two parts".formatted(quoted(text)));
    }
    return new Range(
        colon == 0 ? 0 : looseNumber(text.substring(0, colon)),
        to.isEmpty() ? 65535 : looseNumber(to));
  }

  private static long looseNumber(String text) throws Refusal {
    var number = Numbers.prefix(text, 10);
    boolean whole = number.isPresent() && number.get().rest().isEmpty();
    // an int of the C library: what does not fit is negative, and then taken for a name
    if (whole && (int) number.get().number() >= 0) {
      return number.get().number() & 0xffff;
    }
    OptionalInt service = Services.port(text, 0);
    if (service.isEmpty()) {
      throw notAPort(text);
    }
    return service.getAsInt();
  }

  /** {@code from:to} of tcp. */
  static Value tcpRange(String text, Scope scope) throws Refusal {
    return strictRange(text, TCP);
  }

  /** {@code from:to} of sctp. */
  static Value sctpRange(String text, Scope scope) throws Refusal {
    return strictRange(text, SCTP);
  }

  private static Range strictRange(String text, int protocol) throws Refusal {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return Range.of(strict(text, protocol));
    }
    String to = text.substring(colon + 1);
    Range range =
        new Range(
            colon == 0 ? 0 : strict(text.substring(0, colon), protocol),
            to.isEmpty() ? 65535 : strict(to, protocol));
    if (range.from() > range.to()) {
      throw Refusal.inContext("the port range %s ends before it begins".formatted(quoted(text)));
    }
    return range;
  }

  /** A number in any base, or a service of this protocol. */
  static int strict(String text, int protocol) throws Refusal {
    var number = Numbers.whole(text, 0, 65535);
    if (number.isPresent()) {
      return (int) number.getAsLong();
    }
    OptionalInt service = Services.port(text, protocol);
    if (service.isEmpty()) {
      throw notAPort(text);
    }
    return service.getAsInt();
  }

  /** A refusal that guesses what was meant. */
  static Refusal notAPort(String text) {
    boolean several = text.indexOf(',') >= 0;
    String message = "%s is not a port".formatted(quoted(text));
    if (several) {
      return Refusal.inContext(message)
          .withHint("one option takes one port or range; for a list: -m multiport --dports");
    }
    Refusal refusal = Refusal.because(message);
    int dash = text.indexOf('-');
    boolean range = dash > 0 && text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
    return range ? refusal.withHint("a range is written with a colon") : refusal;
  }

  /** multiport's list: up to 15 ports, of which a range counts as two. */
  static Value list(String text, Scope scope) throws Refusal {
    if (!scope.isOneOf(MULTIPORT)) {
      throw Refusal.inContext(
          "multiport needs -p tcp, udp, udplite, sctp or dccp before its ports");
    }
    List<Range> ranges = new ArrayList<>();
    int count = 0;
    for (String part : text.split(",", -1)) {
      Range range = listed(part, scope.protocol());
      ranges.add(range);
      count += part.indexOf(':') < 0 ? 1 : 2;
    }
    if (count > MULTIPORT_MAX) {
      throw Refusal.inContext(
          "%d ports are too many: multiport takes %d, and a range counts as two"
              .formatted(count, MULTIPORT_MAX));
    }
    return new Ranges(ranges);
  }

  private static Range listed(String text, int protocol) throws Refusal {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return Range.of(strict(text, protocol));
    }
    Range range =
        new Range(
            strict(text.substring(0, colon), protocol),
            strict(text.substring(colon + 1), protocol));
    if (range.from() >= range.to()) {
      throw Refusal.inContext("the port range %s ends before it begins".formatted(quoted(text)));
    }
    return range;
  }
}
