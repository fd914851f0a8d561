package dev.fwlint.kernel;

import dev.fwlint.ast.Backend;
import dev.fwlint.ast.Family;
import dev.fwlint.kernel.Counters.Place;
import dev.fwlint.kernel.Outcome.Fate;
import dev.fwlint.kernel.Outcome.Observation;
import dev.fwlint.model.Action;
import dev.fwlint.model.Chain;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Packet;
import dev.fwlint.model.Packet.Way;
import dev.fwlint.model.Range;
import dev.fwlint.model.Step;
import dev.fwlint.model.Verdict;
import dev.fwlint.trace.Trace;
import dev.fwlint.trace.Trace.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A packet's way as the trace tells it beside what the kernel did. */
record Comparison(
    Firewall firewall, Packet packet, Trace trace, Observation seen, Backend backend) {

  /**
   * Whether the trace leaves something open: then only what comes before that must be in what the
   * kernel did.
   */
  boolean open() {
    return trace.events().stream().anyMatch(this::isOpen);
  }

  private boolean isOpen(Event event) {
    return switch (event) {
      case Event.Open open -> true;
      case Event.Hit hit -> chooses(hit.step()) || leadsAnywhere(hit.step());
      case Event.Policy policy -> false;
    };
  }

  /**
   * REDIRECT leads to an address of the interface, of which the packet need not tell; and of what
   * leaves by lo, MASQUERADE makes an address of the host's own that is none of lo's.
   */
  private boolean leadsAnywhere(Step step) {
    boolean told =
        packet.hook() == Way.INPUT || !packet.local().stream().allMatch(Addresses::isLoopback);
    boolean v6 = packet.source().family() == Family.IPV6;
    return switch (step.action()) {
      case Action.Redirect to -> packet.hook() != Way.OUTPUT && (v6 || !told);
      case Action.Masquerade to -> packet.hook() == Way.OUTPUT;
      default -> false;
    };
  }

  /** Of a range of addresses, the kernel takes one by a hash; of ports, it may take any. */
  private static boolean chooses(Step step) {
    return switch (step.action()) {
      case Action.Rewrite to ->
          to.random()
              || to.addresses().filter(range -> !range.from().equals(range.to())).isPresent()
              || to.end() == End.SOURCE && isWide(to.ports());
      case Action.Redirect to -> to.random();
      case Action.Masquerade to -> to.random() || isWide(to.ports());
      default -> false;
    };
  }

  private static boolean isWide(Optional<Range> ports) {
    return ports.filter(range -> range.from() < range.to()).isPresent();
  }

  /** At INPUT, nft has nat before security; the trace follows legacy. */
  boolean backendsDiffer() {
    boolean passesSecurity =
        trace.hits().anyMatch(Comparison::isSecurityInput)
            || trace.policies().anyMatch(end -> end.table().equals("security"));
    return backend == Backend.NFT
        && passesSecurity
        && packet.hook() != Way.FORWARD
        && (firewall.table("nat").isPresent() || packet.originalDestination().isPresent());
  }

  private static boolean isSecurityInput(Step step) {
    return step.table().equals("security") && step.chain().equals("INPUT");
  }

  /** What is not the same, in words; empty where they agree. */
  List<String> differences() {
    List<String> differences = new ArrayList<>();
    SortedMap<Place, Long> hits = new TreeMap<>();
    SortedMap<Place, Long> policy = new TreeMap<>();
    for (Event event : trace.events()) {
      if (isOpen(event) && open()) {
        atLeast(hits, differences);
        return differences;
      }
      switch (event) {
        case Event.Hit hit -> hits.merge(place(hit.step()), 1L, Long::sum);
        case Event.Policy end when shows(end) ->
            policy.merge(new Place(end.table(), end.chain(), 0), 1L, Long::sum);
        default -> {}
      }
    }
    compare("hits", hits, seen.hits(), differences);
    compare("policy", policy, seen.policy(), differences);
    fate(differences);
    return differences;
  }

  private static Place place(Step step) {
    return new Place(step.table(), step.chain(), step.index());
  }

  /** nft has no built-in chain that nobody declares; one that only gets rules counts no policy. */
  private boolean shows(Event.Policy end) {
    return backend == Backend.LEGACY || end.declared().flatMap(Chain::declared).isPresent();
  }

  private void atLeast(SortedMap<Place, Long> hits, List<String> differences) {
    hits.forEach((place, count) -> {
      if (seen.hits().getOrDefault(place, 0L) < count) {
        differences.add("%s is hit only in the trace".formatted(place));
      }
    });
  }

  private static void compare(
      String what, Map<Place, Long> traced, Map<Place, Long> counted, List<String> differences) {
    if (!traced.equals(counted)) {
      differences.add("%s: trace %s, kernel %s".formatted(what, traced, counted));
    }
  }

  private void fate(List<String> differences) {
    boolean agrees =
        switch (seen.fate()) {
          case Fate.Left left ->
              trace.verdict() == Verdict.ACCEPT
                  && packet.hook() != Way.INPUT
                  && (packet.hook() != Way.FORWARD || left.out().equals(packet.out()));
          case Fate.Delivered delivered ->
              trace.verdict() == Verdict.ACCEPT && packet.hook() != Way.FORWARD;
          case Fate.Rejected rejected -> trace.verdict() == Verdict.REJECT;
          case Fate.Vanished vanished ->
              trace.verdict() == Verdict.DROP || trace.verdict() == Verdict.QUEUE;
        };
    if (!agrees && trace.verdict() != Verdict.UNKNOWN) {
      differences.add("verdict: trace %s, kernel %s".formatted(trace.verdict(), seen.fate()));
    }
  }
}
