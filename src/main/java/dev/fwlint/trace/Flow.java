package dev.fwlint.trace;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;
import dev.fwlint.model.ConnState;
import dev.fwlint.model.Hook;
import dev.fwlint.model.Packet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A packet on its way, with what has been done to it so far. */
final class Flow {
  final Packet packet;
  String in;
  String out;
  Address source;
  Address destination;
  int sourcePort;
  int destinationPort;
  long mark;
  long connMark;
  int ttl;

  /** Bytes of the IP packet, its header included. */
  int length;

  /** The bits of the marks that are not known, such as those that HMARK has computed. */
  long markOpen;

  long connMarkOpen;

  /** Where it is now. */
  Hook hook = Hook.PREROUTING;

  /** Whether conntrack has looked at it already. */
  boolean tracked;

  boolean untracked;

  /** Whether its connection has been confirmed: the packet left the host, and comes back. */
  boolean confirmed;

  /**
   * Whether a CT target has given it a template's connection, which the rest of raw sees as NEW.
   */
  boolean template;

  /** What conntrack knows; nothing for what it calls INVALID or does not track. */
  @Nullable Connection connection;

  final List<Address> local;

  Flow(Packet packet) {
    this.packet = packet;
    in = packet.in();
    out = packet.out();
    source = packet.source();
    destination = packet.destination();
    sourcePort = packet.sourcePort();
    destinationPort = packet.destinationPort();
    mark = packet.mark();
    connMark = packet.connMark();
    ttl = packet.ttl();
    length = packet.length();
    local = new ArrayList<>(packet.local());
    switch (packet.hook()) {
      case INPUT -> local.add(destination);
      case OUTPUT -> local.add(source);
      case FORWARD, ARRIVE -> {}
    }
    boolean connected =
        packet.state() == ConnState.NEW
            || packet.state() == ConnState.ESTABLISHED
            || packet.state() == ConnState.RELATED;
    connection = connected ? Connection.of(packet) : null;
    if (connection != null && connection.original() && !in.equals("lo")) {
      // what is translated already is so from nat on: until there it reads as it was sent
      destination = connection.first().destination();
      destinationPort = connection.first().destinationPort();
    }
    // what comes in by lo has been tracked on its way out
    tracked = in.equals("lo");
    confirmed = tracked;
  }

  /** The connection as a rule sees it here. */
  @Nullable Connection visibleConnection() {
    return tracked && !untracked ? connection : null;
  }

  /** Whether a rule sees a template's connection here, instead of the packet's own. */
  boolean hasTemplate() {
    return template && !tracked && !untracked;
  }

  /**
   * The state as a rule sees it here (net/netfilter/xt_conntrack.c: without a connection, INVALID
   * or UNTRACKED).
   */
  ConnState visibleState() {
    if (untracked || tracked && packet.state() == ConnState.UNTRACKED) {
      return ConnState.UNTRACKED;
    }
    if (!tracked) {
      return template ? ConnState.NEW : ConnState.INVALID;
    }
    return connection == null ? ConnState.INVALID : connection.state();
  }

  boolean isLocal(Address address) {
    return isLoopback(address) || local.contains(address);
  }

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

  /**
   * The broadcast addresses that every host has (net/ipv4/fib_frontend.c); those of its subnets are
   * not known.
   */
  static boolean isBroadcast(Address address) {
    long bits = address.low();
    return address.family() == Family.IPV4
        && (bits == 0xffff_ffffL || bits == 0x7fff_ffffL || bits == 0);
  }

  /** All that may still decide what becomes of it. */
  List<@Nullable Object> key() {
    return Arrays.asList(
        in,
        out,
        source,
        destination,
        sourcePort,
        destinationPort,
        mark,
        connMark,
        markOpen,
        connMarkOpen,
        ttl,
        length,
        hook,
        untracked,
        template,
        connection);
  }
}
