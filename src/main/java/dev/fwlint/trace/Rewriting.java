package dev.fwlint.trace;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Action;
import dev.fwlint.model.Address;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.Hook;
import dev.fwlint.model.Network;
import java.util.Optional;
import java.util.function.Predicate;

/** What nat does to addresses and ports (net/netfilter/nf_nat_core.c). */
final class Rewriting {
  private Rewriting() {}

  /**
   * Rewrites, where the action does that.
   *
   * @param first tells of a range of several addresses or ports whether the kernel takes its first
   *     one rather than its last: it goes by a hash, or by chance
   * @return whether the way through the table ends here
   */
  static boolean apply(Action action, Flow flow, Predicate<Record> first) {
    switch (action) {
      case Action.Rewrite to ->
          rewrite(
              flow,
              to.end(),
              to.addresses().map(r -> r.from().equals(r.to()) || first.test(r) ? r.from() : r.to()),
              new Ports(to.ports(), to.basePort(), to.random(), first));
      case Action.Redirect to ->
          rewrite(
              flow,
              End.DESTINATION,
              Optional.of(ownAddress(flow)),
              new Ports(to.ports(), Optional.empty(), to.random(), first));
      case Action.Masquerade to ->
          rewrite(
              flow,
              End.SOURCE,
              sharedAddress(flow),
              new Ports(to.ports(), Optional.empty(), to.random(), first));
      case Action.Netmap map -> {
        boolean destination = flow.hook == Hook.PREROUTING || flow.hook == Hook.OUTPUT;
        End end = destination ? End.DESTINATION : End.SOURCE;
        Address old = destination ? flow.destination : flow.source;
        Ports same = new Ports(Optional.empty(), Optional.empty(), false, first);
        rewrite(flow, end, Optional.of(within(map.network(), old)), same);
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

  private static void rewrite(Flow flow, End end, Optional<Address> address, Ports ports) {
    if (end == End.DESTINATION) {
      flow.destination = address.orElse(flow.destination);
      flow.destinationPort = ports.of(flow, flow.destinationPort, end);
    } else {
      flow.source = address.orElse(flow.source);
      flow.sourcePort = ports.of(flow, flow.sourcePort, end);
    }
    Connection connection = flow.connection;
    if (connection != null) {
      Tuple now = new Tuple(flow.source, flow.destination, flow.sourcePort, flow.destinationPort);
      flow.connection = connection.withReply(now.reversed());
    }
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
