package dev.fwlint.packets;

/** A decision diagram would need more nodes than it may have. */
final class TooManyNodes extends RuntimeException {
  private static final long serialVersionUID = 1;

  TooManyNodes() {
    super("too many nodes", null, false, false);
  }
}
