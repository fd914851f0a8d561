package dev.fwlint.kernel;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;

/** The kinds of addresses that a lab treats in their own way. */
final class Addresses {
  private Addresses() {}

  static boolean isLoopback(Address address) {
    return address.family() == Family.IPV4
        ? address.low() >>> 24 == 127
        : address.high() == 0 && address.low() == 1;
  }

  static boolean isMulticast(Address address) {
    return address.family() == Family.IPV4
        ? address.low() >>> 28 == 0xe
        : address.high() >>> 56 == 0xff;
  }

  /** 0.0.0.0 and ::. */
  static boolean isNobody(Address address) {
    return address.high() == 0 && address.low() == 0;
  }

  /** Of IPv6: IPv4's are routed like any other. */
  static boolean isLinkLocal(Address address) {
    return address.family() == Family.IPV6 && address.high() >>> 54 == 0x3fa;
  }

  /** Multicast or the limited broadcast. */
  static boolean isGroup(Address address) {
    return isMulticast(address) || address.family() == Family.IPV4 && address.low() == 0xffff_ffffL;
  }
}
