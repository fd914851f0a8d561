package dev.fwlint;

import dev.fwlint.finding.Example;
import dev.fwlint.finding.Finding;
import dev.fwlint.finding.Walk;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Packet;
import dev.fwlint.model.PacketFields;
import dev.fwlint.model.PacketFormatException;
import dev.fwlint.model.Verdict;
import dev.fwlint.trace.Trace;
import dev.fwlint.trace.Tracer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Sends the packets that findings offer as their examples through a trace, which shares nothing
 * with what made them up. A finding whose packets do not do what it says does not stand.
 */
final class Confirmation {
  /** A packet for which more rules than this are looked at, and all rules twice, takes long. */
  private static final long LONG = 100_000;

  /** After so many packets that take long, no further one is sent. */
  private static final int MOST_LONG = 20;

  private final Supplier<Tracer> tracer;
  private final Map<Finding, Optional<Walk>> walks = new HashMap<>();
  private final long usual;
  private int longOnes;

  Confirmation(Firewall firewall) {
    usual = LONG + 2 * firewall.steps().count();
    Tracer[] made = new Tracer[1];
    this.tracer = () -> made[0] == null ? made[0] = new Tracer(firewall) : made[0];
  }

  boolean stands(Finding finding) {
    return finding.examples().isEmpty() || walk(finding).isPresent();
  }

  /** The way of the first example that does what its finding says. */
  Optional<Walk> walk(Finding finding) {
    return walks.computeIfAbsent(
        finding,
        asked ->
            asked.examples().stream().flatMap(example -> confirmed(example).stream()).findFirst());
  }

  private Optional<Walk> confirmed(Example example) {
    if (longOnes > MOST_LONG) {
      return Optional.empty();
    }
    try {
      Packet packet = PacketFields.packet(example.packet());
      long before = tracer.get().looks();
      Trace trace = tracer.get().trace(packet);
      longOnes += tracer.get().looks() - before > usual ? 1 : 0;
      Walk walk = Walks.of(trace, packet);
      return holds(example, trace, walk) ? Optional.of(walk) : Optional.empty();
    } catch (PacketFormatException wrong) {
      throw new IllegalStateException("a rule made up a packet that is none: " + example, wrong);
    }
  }

  private static boolean holds(Example example, Trace trace, Walk walk) {
    Verdict met = example.presumed() ? trace.presumed() : trace.verdict();
    boolean verdict = example.verdict().isEmpty() || met.name().equals(example.verdict());
    boolean passes = example.passes().isEmpty() || meets(walk, example.passes());
    boolean hits =
        walk.stations().stream()
            .anyMatch(station -> !station.open() && station.path().equals(example.misses()));
    return verdict && passes && !hits;
  }

  private static boolean meets(Walk walk, String path) {
    return walk.stations().stream().anyMatch(station -> station.path().equals(path));
  }
}
