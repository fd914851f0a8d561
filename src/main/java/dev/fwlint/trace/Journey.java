package dev.fwlint.trace;

import dev.fwlint.model.ConnState;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Hook;
import dev.fwlint.model.Host.Own;
import dev.fwlint.model.Packet;
import dev.fwlint.model.Table;
import dev.fwlint.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One run of one packet through hooks and tables. */
final class Journey {
  /**
   * The tables at each hook in the order of their priorities (linux/netfilter_ipv4.h); legacy's for
   * INPUT.
   */
  private static final Map<Hook, List<String>> TABLES =
      Map.of(
          Hook.PREROUTING, List.of("raw", "mangle", "nat"),
          Hook.INPUT, List.of("mangle", "filter", "security", "nat"),
          Hook.FORWARD, List.of("mangle", "filter", "security"),
          Hook.OUTPUT, List.of("raw", "mangle", "nat", "filter", "security"),
          Hook.POSTROUTING, List.of("mangle", "nat"));

  private final Firewall firewall;
  private final Flow flow;
  private final Routing routing;
  private final ChainWalk chains;

  Journey(Firewall firewall, Flow flow, Routing routing, ChainWalk chains) {
    this.firewall = firewall;
    this.flow = flow;
    this.routing = routing;
    this.chains = chains;
  }

  Trace travel() {
    Verdict verdict = flow.packet.hook() == Packet.Way.OUTPUT ? output() : in();
    Verdict known = chains.isUndecidable() ? Verdict.UNKNOWN : verdict;
    return new Trace(known, known, chains.events());
  }

  private Verdict in() {
    String out = flow.out;
    flow.out = "";
    Verdict verdict = hook(Hook.PREROUTING);
    if (verdict != Verdict.ACCEPT) {
      return verdict;
    }
    return switch (flow.packet.hook()) {
      case FORWARD -> {
        flow.out = out;
        yield forward();
      }
      case ARRIVE -> route();
      case INPUT, OUTPUT -> hook(Hook.INPUT);
    };
  }

  /**
   * A packet whose TTL is used up ends where it would be forwarded, and no chain sees that
   * (ip_forward.c).
   */
  private Verdict forward() {
    if (flow.ttl <= 1) {
      return Verdict.DROP;
    }
    flow.ttl--;
    Verdict verdict = hook(Hook.FORWARD);
    return verdict == Verdict.ACCEPT ? hook(Hook.POSTROUTING) : verdict;
  }

  private Verdict route() {
    String way = way();
    if (way.equals(Routing.HERE)) {
      return hook(Hook.INPUT);
    }
    flow.out = way;
    // what has no way out is dropped before any chain sees it
    return way.equals(Routing.NOWHERE) ? Verdict.DROP : forward();
  }

  /** Where routing sends the packet as it is now. */
  private String way() {
    boolean everywhere = Flow.isBroadcast(flow.destination) || Flow.isMulticast(flow.destination);
    List<Own> entries = flow.entries(flow.destination);
    boolean own = flow.local.contains(flow.destination) || entries.stream().anyMatch(Own::sure);
    if (everywhere || own) {
      return Routing.HERE;
    }
    List<String> ways = new ArrayList<>(routing.to(flow.destination));
    if (!entries.isEmpty()) {
      ways.addFirst(Routing.HERE);
    }
    return chains.one(ways);
  }

  private Verdict output() {
    var sentTo = flow.destination;
    flow.in = "";
    if (flow.out.isEmpty() && !(routing instanceof Routing.Told)) {
      flow.out = out();
      if (flow.out.equals(Routing.NOWHERE)) {
        return Verdict.DROP;
      }
    }
    flow.tracked = false;
    flow.confirmed = false;
    Verdict verdict = hook(Hook.OUTPUT);
    if (verdict != Verdict.ACCEPT) {
      return verdict;
    }
    if (!flow.destination.equals(sentTo)) {
      flow.out = out();
      if (flow.out.equals(Routing.NOWHERE)) {
        return Verdict.DROP;
      }
    }
    verdict = hook(Hook.POSTROUTING);
    if (verdict != Verdict.ACCEPT || !flow.out.equals("lo")) {
      return verdict;
    }
    flow.in = "lo";
    flow.out = "";
    flow.confirmed = true;
    Rewriting.answerFromTranslated(flow);
    verdict = hook(Hook.PREROUTING);
    return verdict == Verdict.ACCEPT ? hook(Hook.INPUT) : verdict;
  }

  /**
   * Where what the host sends leaves, anew once its destination is another one
   * (ip_route_me_harder).
   */
  private String out() {
    return flow.isLocal(flow.destination) ? "lo" : chains.one(routing.to(flow.destination));
  }

  private Verdict hook(Hook hook) {
    flow.hook = hook;
    for (String name : TABLES.getOrDefault(hook, List.of())) {
      if (!name.equals("raw")) {
        flow.tracked = true;
      }
      Verdict verdict = table(name, hook);
      if (verdict != Verdict.ACCEPT) {
        return verdict;
      }
      if (name.equals("nat") && (hook == Hook.PREROUTING || hook == Hook.OUTPUT)) {
        Rewriting.applyConnection(flow);
      }
    }
    return Verdict.ACCEPT;
  }

  private Verdict table(String name, Hook hook) {
    Optional<Table> table = firewall.table(name);
    if (table.isEmpty() || name.equals("nat") && !startsConnection()) {
      return Verdict.ACCEPT;
    }
    return table.get().at(hook).map(chains::from).orElseGet(() -> chains.without(name, hook));
  }

  /** nf_nat_core.c: nat's chains see a connection's first packet alone, and once for each end. */
  private boolean startsConnection() {
    Connection connection = flow.visibleConnection();
    boolean back = flow.in.equals("lo") && flow.hook != Hook.POSTROUTING;
    if (connection == null || back) {
      return false;
    }
    boolean icmp = Judge.isIcmp(flow);
    return connection.state() == ConnState.NEW || connection.state() == ConnState.RELATED && !icmp;
  }
}
