package dev.fwlint.kernel;

import dev.fwlint.kernel.DockerLab.Place;

/** A try to reach a port: {@code tcp} connects, {@code udp} sends a datagram. */
record Knock(Place from, String protocol, String address, int port) {
  boolean isTcp() {
    return protocol.equals("tcp");
  }

  @Override
  public String toString() {
    return "%s to %s %s:%d".formatted(from, protocol, address, port);
  }
}
