package dev.fwlint.reach;

import dev.fwlint.packets.Product;

/** How much of all packets a product holds. */
final class Sizes {
  private Sizes() {}

  /** The share of all packets, from 0 to 1. */
  static double of(Product product) {
    return product
        .fields()
        .mapToDouble(field -> product.set(field).size() / product.space().all(field).size())
        .reduce(1, (a, b) -> a * b);
  }
}
