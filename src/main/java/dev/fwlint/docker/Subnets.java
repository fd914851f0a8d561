package dev.fwlint.docker;

import dev.fwlint.model.Address;
import dev.fwlint.model.Network;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which bridge's subnet holds an address, the most particular first, in no time. */
final class Subnets {
  private static final Comparator<Address> NARROWEST_FIRST =
      Comparator.comparing(Address::family).thenComparing(Comparator.reverseOrder());

  private final Map<Address, Map<Address, String>> byMask = new TreeMap<>(NARROWEST_FIRST);

  void add(Network subnet, String bridge) {
    byMask
        .computeIfAbsent(subnet.mask(), mask -> new HashMap<>())
        .putIfAbsent(subnet.base(), bridge);
  }

  Optional<String> bridge(Address address) {
    return byMask.entrySet().stream()
        .filter(masked -> masked.getKey().family() == address.family())
        .flatMap(masked ->
            Optional.ofNullable(masked.getValue().get(address.and(masked.getKey()))).stream())
        .findFirst();
  }
}
