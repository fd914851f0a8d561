package dev.fwlint.model;

import dev.fwlint.ast.Family;
import java.util.Optional;

/**
 * The addresses that agree with {@code base} in every bit of {@code mask}; the mask need not be a
 * prefix.
 */
public record Network(Address base, Address mask) {
  public Network {
    base = base.and(mask);
  }

  /** From {@code address/prefix length} or a single address. */
  public static Optional<Network> parse(String text) {
    int slash = text.indexOf('/');
    Optional<Address> base = Address.parse(slash < 0 ? text : text.substring(0, slash));
    if (base.isEmpty()) {
      return Optional.empty();
    }
    int most = base.get().family() == Family.IPV4 ? 32 : 128;
    String length = slash < 0 ? String.valueOf(most) : text.substring(slash + 1);
    boolean good = length.matches("\\d{1,3}") && Integer.parseInt(length) <= most;
    return good ? Optional.of(of(base.get(), Integer.parseInt(length))) : Optional.empty();
  }

  /** The network of a prefix length, from 0 to 32 or 128. */
  public static Network of(Address base, int length) {
    return new Network(base, Address.mask(base.family(), length));
  }

  public boolean contains(Address address) {
    return address.family() == base.family()
        && (address.high() & mask.high()) == base.high()
        && (address.low() & mask.low()) == base.low();
  }

  /**
   * How many bits of the mask are set: of two networks that hold an address, the more particular
   * has more.
   */
  public int bits() {
    return Long.bitCount(mask.high()) + Long.bitCount(mask.low());
  }

  /** Whether it is a single address. */
  public boolean isHost() {
    return bits() == 8 * base.bytes().length;
  }

  /** Whether the mask is a prefix length. */
  public boolean isPrefix() {
    return mask.equals(Address.mask(base.family(), bits()));
  }

  /** With a prefix length where the mask is one, else with the whole mask. */
  @Override
  public String toString() {
    return base + "/" + (isPrefix() ? String.valueOf(bits()) : mask.toString());
  }
}
