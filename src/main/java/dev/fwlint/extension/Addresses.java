package dev.fwlint.extension;

import static dev.fwlint.extension.Quoted.quoted;

import dev.fwlint.ast.Family;
import dev.fwlint.extension.Value.AddressRange;
import dev.fwlint.extension.Value.HostName;
import dev.fwlint.extension.Value.Hosts;
import dev.fwlint.extension.Value.Network;
import dev.fwlint.extension.Value.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Addresses, networks and hosts by name. */
final class Addresses {
  private Addresses() {}

  /**
   * What {@code -s} and {@code -d} take: one or more of {@code address[/mask]}, with commas
   * between.
   */
  static Value hosts(String text, Scope scope) throws Refusal {
    List<Value> hosts = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      int slash = part.lastIndexOf('/');
      String host = slash < 0 ? part : part.substring(0, slash);
      Optional<Address> mask =
          slash < 0 ? Optional.empty() : Optional.of(ownMask(part.substring(slash + 1), scope));
      Optional<Address> address =
          scope.family() == Family.IPV4
              ? V4.bytes(host).or(() -> V4.inetAton(host))
              : V6.parse(withoutZone(host));
      hosts.add(network(host, address, mask, scope));
    }
    return new Hosts(hosts);
  }

  /** Of a host too, its network with the mask; nothing is left of the bits beyond it. */
  static String hostsText(Value value) {
    return value instanceof Hosts(List<Value> hosts)
        ? hosts.stream().map(Written::masked).collect(Collectors.joining(","))
        : Written.masked(value);
  }

  /** The address as it is, always with its mask. */
  static String withLength(Value value) {
    return value instanceof Network(Address address, Address mask)
        ? address + "/" + Written.length(mask)
        : Written.plain(value);
  }

  /** A mask as the length of its prefix. */
  static String maskText(Value value) {
    return value instanceof Network network ? Written.length(network.mask()) : Written.plain(value);
  }

  private static Value network(
      String host, Optional<Address> address, Optional<Address> mask, Scope scope) throws Refusal {
    if (address.isPresent()) {
      return new Network(address.get(), mask.orElse(Address.hostMask(scope.family())));
    }
    if (!looksLikeName(host)) {
      throw notAnAddress(host, scope);
    }
    return new HostName(host, mask);
  }

  private static Refusal notAnAddress(String text, Scope scope) {
    boolean four = scope.family() == Family.IPV4;
    Refusal refusal =
        Refusal.because("%s is not an %s address".formatted(quoted(text), four ? "IPv4" : "IPv6"));
    boolean other = four ? V6.parse(text).isPresent() : V4.fourBytes(text).isPresent();
    if (other) {
      return refusal.withHint("this ruleset is %s only".formatted(four ? "IPv4" : "IPv6"));
    }
    boolean range = text.matches("[0-9a-fA-F.:]+-[0-9a-fA-F.:]+");
    return range ? refusal.withHint("for a range of addresses: -m iprange") : refusal;
  }

  /**
   * A name that a resolver could know: letters, digits, {@code -}, {@code _} and dots, and not only
   * numbers.
   */
  private static boolean looksLikeName(String text) {
    boolean plain =
        text.chars()
            .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || "-_.".indexOf(c) >= 0));
    boolean letter = text.chars().anyMatch(c -> c > '9' && c != '_');
    return plain
        && letter
        && !text.startsWith("-")
        && !text.startsWith(".")
        && !text.contains("..");
  }

  /** An address of a link may name the interface: {@code fe80::1%eth0}. */
  private static String withoutZone(String text) {
    int percent = text.startsWith("fe80:") ? text.indexOf('%') : -1;
    return percent < 0 ? text : text.substring(0, percent);
  }

  /** A mask of {@code -s} and {@code -d}: a prefix length, or all of an address. */
  private static Address ownMask(String text, Scope scope) throws Refusal {
    boolean four = scope.family() == Family.IPV4;
    Optional<Address> written = four ? V4.fourBytes(text) : V6.parse(text);
    return written.isPresent() ? written.get() : prefix(text, scope);
  }

  private static Address prefix(String text, Scope scope) throws Refusal {
    var length = Numbers.whole(text, 0, scope.family() == Family.IPV4 ? 32 : 128);
    if (length.isEmpty()) {
      throw Refusal.because("%s is not a mask".formatted(quoted(text)));
    }
    return Address.prefix(scope.family(), (int) length.getAsLong());
  }

  /** A mask of a match is a prefix; one that is none counts as that of a single host. */
  private static Address prefixMask(String text, Scope scope) throws Refusal {
    Address mask = libraryMask(text, scope);
    int length = Long.bitCount(mask.high()) + Long.bitCount(mask.low());
    boolean prefix = mask.equals(Address.prefix(scope.family(), length));
    return prefix ? mask : Address.hostMask(scope.family());
  }

  /** A prefix length, or else an address as the C library reads it. */
  private static Address libraryMask(String text, Scope scope) throws Refusal {
    boolean length = Numbers.whole(text, 0, scope.family() == Family.IPV4 ? 32 : 128).isPresent();
    Optional<Address> address = length ? Optional.empty() : plain(text, scope);
    return address.isPresent() ? address.get() : prefix(text, scope);
  }

  static Value mask(String text, Scope scope) throws Refusal {
    Address mask = prefixMask(text, scope);
    return new Network(mask, mask);
  }

  /** A prefix length; a mask written as an address must be one. */
  static Value prefixLength(String text, Scope scope) throws Refusal {
    Address mask = libraryMask(text, scope);
    int length = Long.bitCount(mask.high()) + Long.bitCount(mask.low());
    if (!mask.equals(Address.prefix(scope.family(), length))) {
      throw Refusal.because("%s is not a prefix".formatted(quoted(text)));
    }
    return Range.of(length);
  }

  /** An address or a name, as getaddrinfo(3) takes it. */
  static Value host(String text, Scope scope) throws Refusal {
    return network(text, plain(text, scope), Optional.empty(), scope);
  }

  /** {@link #host}, with a mask or without. */
  static Value network(String text, Scope scope) throws Refusal {
    int slash = text.indexOf('/');
    String host = slash < 0 ? text : text.substring(0, slash);
    Optional<Address> mask =
        slash < 0 ? Optional.empty() : Optional.of(prefixMask(text.substring(slash + 1), scope));
    return network(host, plain(host, scope), mask, scope);
  }

  private static Optional<Address> plain(String text, Scope scope) {
    return scope.family() == Family.IPV4 ? V4.inetAton(text) : V6.parse(text);
  }

  /** iprange's {@code from-to}, or one address. */
  static Value range(String text, Scope scope) throws Refusal {
    int dash = text.indexOf('-');
    Address from = numeric(dash < 0 ? text : text.substring(0, dash), scope);
    return new AddressRange(from, dash < 0 ? from : numeric(text.substring(dash + 1), scope));
  }

  /** An address in its usual form, not a name. */
  static Address plainNumeric(String text, Scope scope) throws Refusal {
    Optional<Address> address = scope.family() == Family.IPV4 ? V4.quad(text) : V6.parse(text);
    if (address.isEmpty()) {
      throw notAnAddress(text, scope);
    }
    return address.get();
  }

  /** An address, not a name. */
  static Address numeric(String text, Scope scope) throws Refusal {
    Optional<Address> address = scope.family() == Family.IPV4 ? V4.bytes(text) : V6.parse(text);
    if (address.isEmpty()) {
      throw notAnAddress(text, scope);
    }
    return address.get();
  }

  /** IPv6 addresses with commas between. */
  static Value list(String text, Scope scope) throws Refusal {
    List<Value> hosts = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      hosts.add(new Network(numeric(part, scope), Address.hostMask(scope.family())));
    }
    return new Hosts(hosts);
  }

  /** A network whose prefix is written out. */
  static Value prefixNetwork(String text, Scope scope) throws Refusal {
    if (text.indexOf('/') < 0) {
      throw Refusal.because("%s needs its prefix length".formatted(quoted(text)));
    }
    return network(text, scope);
  }
}
