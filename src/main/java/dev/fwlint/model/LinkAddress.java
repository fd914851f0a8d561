package dev.fwlint.model;

import dev.fwlint.ast.Family;
import java.util.Optional;

/** What an address's JSON object says. */
final class LinkAddress {
  String text = "";
  Optional<Address> peer = Optional.empty();
  Optional<Address> broadcast = Optional.empty();
  int length = -1;
  boolean prefixRoute = true;
  boolean sure = true;
  boolean global = true;

  boolean isGood() {
    Optional<Address> address = Address.parse(text);
    return address.isPresent()
        && length >= 0
        && length <= (address.get().family() == Family.IPV4 ? 32 : 128)
        && peer.map(Address::family).orElse(address.get().family()) == address.get().family();
  }

  Address local() {
    return Address.parse(text).orElseThrow();
  }

  /** The network that it is in: on a point-to-point link, that of the other end. */
  Network network() {
    return Network.of(peer.orElse(local()), length);
  }
}
