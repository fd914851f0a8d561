package dev.fwlint.kernel;

import dev.fwlint.ast.Backend;
import dev.fwlint.ast.Family;
import dev.fwlint.kernel.Counters.Place;
import dev.fwlint.kernel.Outcome.NotStaged;
import dev.fwlint.kernel.Outcome.Observation;
import dev.fwlint.kernel.Staging.Impossible;
import dev.fwlint.model.Address;
import dev.fwlint.model.Packet;
import dev.fwlint.model.Packet.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What comes in by lo went out by it before, and still has its connection: it cannot be put there.
 * So it is sent by the host itself, through the same ruleset without what that has on the way out.
 */
final class Loopback implements AutoCloseable {
  private static final Pattern WAY_OUT =
      Pattern.compile("\\s*(-[46] +)?(-A|--append|-I|--insert) +(OUTPUT|POSTROUTING)( .*)?");

  private final KernelLab lab;

  Loopback(Family family, Backend backend, String ruleset) {
    lab = new KernelLab(family, backend);
    KernelLab.Load load =
        lab.load(ruleset.lines().map(Loopback::open).collect(Collectors.joining("\n", "", "\n")));
    if (!load.loads()) {
      throw new IllegalStateException(load.messages());
    }
  }

  /** The line without what it does on the way out; a blank line is none. */
  private static String open(String line) {
    String rule = line.replaceFirst("^\\[\\d+:\\d+] *", "");
    if (WAY_OUT.matcher(rule).matches()) {
      return "";
    }
    return line.replaceFirst("^:(OUTPUT|POSTROUTING) \\S+", ":$1 ACCEPT");
  }

  Outcome send(Packet packet) {
    try {
      return switch (lab.send(outgoing(packet))) {
        case NotStaged not -> not;
        case Observation seen ->
            new Observation(seen.hits(), withoutOutgoing(seen.policy()), seen.fate());
      };
    } catch (Impossible impossible) {
      return new NotStaged(impossible.getMessage());
    }
  }

  /** What the host sends for this packet to come in. */
  static Packet outgoing(Packet p) throws Impossible {
    if (p.hook() == Way.FORWARD) {
      throw new Impossible("lo forwards nothing");
    }
    if (p.originalDestination().isPresent()) {
      throw new Impossible("what comes in by lo has been translated on its way out");
    }
    List<Address> local = new ArrayList<>(p.local());
    local.add(p.destination());
    return new Packet(
        Way.OUTPUT,
        "",
        Links.LO,
        p.source(),
        p.destination(),
        p.protocol(),
        p.sourcePort(),
        p.destinationPort(),
        p.flags(),
        p.icmpType(),
        p.icmpCode(),
        p.state(),
        p.original(),
        p.originalDestination(),
        p.originalDestinationPort(),
        p.mark(),
        p.connMark(),
        p.ttl(),
        p.length(),
        p.mac(),
        p.routes(),
        local);
  }

  private static SortedMap<Place, Long> withoutOutgoing(SortedMap<Place, Long> policy) {
    SortedMap<Place, Long> rest = new TreeMap<>(policy);
    rest.keySet().removeIf(place -> place.chain().matches("OUTPUT|POSTROUTING"));
    return rest;
  }

  @Override
  public void close() {
    lab.close();
  }
}
