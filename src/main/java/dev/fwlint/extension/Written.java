package dev.fwlint.extension;

import dev.fwlint.ast.Family;
import dev.fwlint.extension.Value.AddressRange;
import dev.fwlint.extension.Value.Icmp;
import dev.fwlint.extension.Value.Masked;
import dev.fwlint.extension.Value.NatTo;
import dev.fwlint.extension.Value.Network;
import dev.fwlint.extension.Value.Range;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How most values of a kind are written. */
final class Written {
  private static final long ALL = 0xffff_ffffL;
  private static final Range EVERY_BYTE = new Range(0, 255);

  private Written() {}

  static String plain(Value value) {
    return switch (value) {
      case Range range -> range(range, ":");
      case Value.Ranges ranges -> list(ranges.ranges(), Written::plain);
      case Masked masked -> masked(masked);
      case Network network -> network(network);
      case Value.HostName host ->
          host.name() + host.mask().map(mask -> "/" + length(mask)).orElse("");
      case Value.Hosts hosts -> list(hosts.hosts(), Written::plain);
      case AddressRange range -> range.from() + "-" + range.to();
      case NatTo to -> nat(to);
      case Value.Protocol protocol -> String.valueOf(protocol.number());
      case Value.Interface named -> Words.bare(named.name() + (named.prefix() ? "+" : ""));
      case Value.Mac mac -> mac(mac);
      case Value.TcpFlags flags -> Headers.flags(flags);
      case Icmp icmp -> icmp(icmp);
      case Value.Names names -> String.join(",", names.names());
      case Value.Rate rate -> rate.amount() + "/" + rate.unit();
      case Value.Named named -> Words.text(named.name());
      case Value.Text text -> Words.text(text.text());
    };
  }

  private static <T> String list(List<T> parts, Function<T, String> text) {
    return parts.stream().map(text).collect(Collectors.joining(","));
  }

  /** A number, or two with something between. */
  static String range(Range range, String between) {
    String from = Long.toUnsignedString(range.from());
    return range.from() == range.to() ? from : from + between + Long.toUnsignedString(range.to());
  }

  private static String masked(Masked masked) {
    String mask = masked.mask() == ALL ? "" : "/0x" + Long.toHexString(masked.mask());
    return "0x" + Long.toHexString(masked.value()) + mask;
  }

  /** The address as it was given; of a single host without a mask. */
  private static String network(Network network) {
    Address mask = network.mask();
    boolean host = mask.equals(Address.hostMask(mask.family()));
    return host ? network.address().toString() : network.address() + "/" + length(mask);
  }

  /** The network's own address, always with its mask, as iptables itself writes one. */
  static String masked(Value value) {
    return value instanceof Network(Address address, Address mask)
        ? address.and(mask) + "/" + length(mask)
        : plain(value);
  }

  /** A mask as a prefix length where it is one. */
  static String length(Address mask) {
    int length = Long.bitCount(mask.high()) + Long.bitCount(mask.low());
    return mask.equals(Address.prefix(mask.family(), length))
        ? String.valueOf(length)
        : mask.toString();
  }

  private static String nat(NatTo to) {
    String addresses =
        to.addresses()
            .map(r -> r.from().equals(r.to()) ? r.from().toString() : plain(r))
            .orElse("");
    if (to.ports().isEmpty()) {
      return addresses;
    }
    boolean brackets = to.addresses().filter(r -> r.from().family() == Family.IPV6).isPresent();
    return (brackets ? "[" + addresses + "]" : addresses)
        + ":"
        + range(to.ports().get(), "-")
        + to.basePort().map(base -> "/" + base).orElse("");
  }

  private static String mac(Value.Mac mac) {
    return "%012x".formatted(mac.bits()).replaceAll("..(?!$)", "$0:");
  }

  private static String icmp(Icmp icmp) {
    if (icmp.types().equals(EVERY_BYTE)) {
      return "any";
    }
    String type = String.valueOf(icmp.types().from());
    return icmp.codes().equals(EVERY_BYTE) ? type : type + "/" + icmp.codes().from();
  }
}
