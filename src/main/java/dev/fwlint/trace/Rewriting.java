package dev.fwlint.trace;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Action;
import dev.fwlint.model.Action.AddressRange;
import dev.fwlint.model.Address;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.Hook;
import dev.fwlint.model.Network;
import dev.fwlint.model.Range;
import java.util.Optional;
import java.util.function.Predicate;

/** What nat does to addresses and ports (net/netfilter/nf_nat_core.c). */
final class Rewriting {
  private Rewriting() {}

  /**
   * Rewrites, where the action does that.
   *
   * @param first tells of a range of several addresses whether the kernel takes its first one
   *     rather than its last: it goes by a hash that nobody can foresee
   * @return whether the way through the table ends here
   */
  static boolean apply(Action action, Flow flow, Predicate<AddressRange> first) {
    switch (action) {
      case Action.Rewrite to ->
          rewrite(
              flow,
              to.end(),
              to.addresses().map(r -> r.from().equals(r.to()) || first.test(r) ? r.from() : r.to()),
              to.ports(),
              to.basePort());
      case Action.Redirect to ->
          rewrite(
              flow, End.DESTINATION, Optional.of(ownAddress(flow)), to.ports(), Optional.empty());
      case Action.Masquerade to ->
          rewrite(flow, End.SOURCE, sharedAddress(flow), to.ports(), Optional.empty());
      case Action.Netmap map -> {
        boolean destination = flow.hook == Hook.PREROUTING || flow.hook == Hook.OUTPUT;
        End end = destination ? End.DESTINATION : End.SOURCE;
        Address old = destination ? flow.destination : flow.source;
        rewrite(
            flow, end, Optional.of(within(map.network(), old)), Optional.empty(), Optional.empty());
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** A connection that is translated already: its packets are, where nat would be. */
  static void applyConnection(Flow flow) {
    Connection connection = flow.visibleConnection();
    if (connection != null && connection.original()) {
      flow.destination = connection.reply().source();
      flow.destinationPort = connection.reply().sourcePort();
    }
  }

  /** The answer of a connection that was sent to another address comes from that address. */
  static void answerFromTranslated(Flow flow) {
    Connection connection = flow.visibleConnection();
    if (connection != null && !connection.original()) {
      flow.source = connection.first().destination();
      flow.sourcePort = connection.first().destinationPort();
    }
  }

  private static void rewrite(
      Flow flow,
      End end,
      Optional<Address> address,
      Optional<Range> ports,
      Optional<Integer> basePort) {
    if (end == End.DESTINATION) {
      flow.destination = address.orElse(flow.destination);
      flow.destinationPort = port(flow, flow.destinationPort, ports, basePort);
    } else {
      flow.source = address.orElse(flow.source);
      flow.sourcePort = port(flow, flow.sourcePort, ports, basePort);
    }
    Connection connection = flow.connection;
    if (connection != null) {
      Tuple now = new Tuple(flow.source, flow.destination, flow.sourcePort, flow.destinationPort);
      flow.connection = connection.withReply(now.reversed());
    }
  }

  /**
   * A port in the range stays; else it is the range's first, or as far into it as the port is from
   * the base.
   */
  private static int port(Flow flow, int old, Optional<Range> ports, Optional<Integer> basePort) {
    if (ports.isEmpty() || !Judge.hasPorts(flow)) {
      return old;
    }
    Range range = ports.get();
    if (basePort.isPresent()) {
      long size = range.to() - range.from() + 1;
      return (int) (range.from() + Math.floorMod(old - basePort.get(), size));
    }
    return range.contains(old) ? old : (int) range.from();
  }

  /**
   * Where REDIRECT leads (nf_nat_redirect.c): loopback on the way out, else the in interface's own
   * address.
   */
  private static Address ownAddress(Flow flow) {
    Family family = flow.destination.family();
    if (flow.hook == Hook.OUTPUT) {
      return family == Family.IPV4
          ? new Address(family, 0, 0x7f00_0001L)
          : new Address(family, 0, 1);
    }
    Address own =
        flow.local.contains(flow.destination)
            ? flow.destination
            : flow.local.stream()
                .filter(address -> address.family() == family && !Flow.isLoopback(address))
                .findFirst()
                .orElse(flow.destination);
    if (!flow.isLocal(own)) {
      flow.local.add(own);
    }
    return own;
  }

  /** MASQUERADE passes over loopback addresses: out of lo, another address of the host is taken. */
  private static Optional<Address> sharedAddress(Flow flow) {
    return flow.out.equals("lo")
        ? flow.local.stream().filter(address -> !Flow.isLoopback(address)).findFirst()
        : Optional.empty();
  }

  private static Address within(Network network, Address old) {
    Address mask = network.mask();
    return new Address(
        old.family(),
        network.base().high() | old.high() & ~mask.high(),
        network.base().low() | old.low() & ~mask.low() & low(old.family()));
  }

  private static long low(Family family) {
    return family == Family.IPV4 ? 0xffff_ffffL : -1L;
  }
}
