package dev.fwlint.reach;

import dev.fwlint.ast.Line;
import dev.fwlint.model.Action;
import dev.fwlint.model.Address;
import dev.fwlint.model.Chain;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.model.Table;
import dev.fwlint.model.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The mangle table of a ruleset, run as the kernel does: what becomes of each packet of a small
 * world if some lines are deleted. An effect is a verdict, and before it each mark, each line of
 * the log, each question to a limit, each count, and each empty chain that others may fill.
 */
final class SmallWorld {
  private static final List<Address> SOURCES =
      List.of("10.1.2.3", "10.1.9.9", "10.9.9.9", "192.0.2.7", "203.0.113.5").stream()
          .flatMap(text -> Address.parse(text).stream())
          .toList();

  private final Table table;
  private final Map<String, Integer> limits;
  private final Set<Line.Command> hit = new HashSet<>();

  /** {@code answers}: two bits for what is not computed, two for the limits. */
  record Packet(String hook, Address source, int protocol, int port, long mark, int answers) {}

  SmallWorld(Firewall firewall) {
    table = firewall.table("mangle").orElseThrow();
    limits = new java.util.HashMap<>();
    table.chains().values().stream()
        .flatMap(chain -> chain.steps().stream())
        .filter(SmallWorld::isLimited)
        .forEach(step -> limits.putIfAbsent(step.path(), limits.size()));
  }

  static boolean isLimited(Step step) {
    return step.conditions().stream()
        .anyMatch(c -> c instanceof Condition.Unknown asked && asked.timed());
  }

  static List<Packet> packets(String text) {
    List<Packet> packets = new ArrayList<>();
    int answers = text.contains("limit") ? 16 : text.contains("u32") ? 4 : 1;
    for (String hook : List.of("INPUT", "FORWARD")) {
      for (Address source : SOURCES) {
        for (int protocol : new int[] {6, 17}) {
          for (int port : new int[] {22, 80, 85, 443}) {
            for (int mark = 0; mark < (text.contains("mark") ? 3 : 1); mark++) {
              for (int i = 0; i < answers; i++) {
                packets.add(new Packet(hook, source, protocol, port, mark, i));
              }
            }
          }
        }
      }
    }
    return packets;
  }

  /** What becomes of each packet. */
  List<List<String>> effects(List<Packet> packets, Collection<Line.Command> deleted) {
    return packets.stream().map(packet -> new Way(packet, deleted).effects()).toList();
  }

  /** The lines that a packet has hit so far. */
  Set<Line.Command> hit() {
    return Set.copyOf(hit);
  }

  /** One packet. */
  private final class Way {
    private final Packet packet;
    private final Collection<Line.Command> deleted;
    private final List<String> effects = new ArrayList<>();
    private long mark;

    Way(Packet packet, Collection<Line.Command> deleted) {
      this.packet = packet;
      this.deleted = deleted;
      this.mark = packet.mark();
    }

    List<String> effects() {
      Chain chain = table.chain(packet.hook()).orElseThrow();
      Verdict verdict = pass(chain).orElseGet(() -> chain.policy().orElseThrow());
      effects.add(verdict.name());
      return effects;
    }

    /** Nothing where the packet comes back. */
    private Optional<Verdict> pass(Chain chain) {
      for (Step step : chain.steps()) {
        if (deleted.contains(step.origin()) || !takes(step)) {
          continue;
        }
        hit.add(step.origin());
        switch (step.action()) {
          case Action.Decide decide -> {
            return Optional.of(decide.verdict());
          }
          case Action.Return back -> {
            return Optional.empty();
          }
          case Action.Jump jump -> {
            Chain target = table.chain(jump.chain()).orElseThrow();
            if (target.steps().isEmpty()) {
              effects.add(step.path());
            }
            Optional<Verdict> inside = pass(target);
            if (inside.isPresent() || jump.goesTo()) {
              return inside;
            }
          }
          case Action.SetMark set -> {
            mark = mark & ~set.clear() ^ set.toggle();
            effects.add(step.path());
          }
          default -> effects.add(step.path());
        }
      }
      return Optional.empty();
    }

    private boolean takes(Step step) {
      for (Condition condition : step.conditions()) {
        if (!holds(condition, step)) {
          return false;
        }
      }
      return true;
    }

    private boolean holds(Condition condition, Step step) {
      return switch (condition) {
        case Condition.InNetwork c -> c.negated() != c.network().contains(packet.source());
        case Condition.Protocol c -> c.negated() != (c.number() == packet.protocol());
        case Condition.Port c ->
            c.negated() != c.ports().stream().anyMatch(ports -> ports.contains(packet.port()));
        case Condition.Mark c -> c.negated() != ((mark & c.mask()) == c.value());
        case Condition.Unknown c when c.timed() -> {
          effects.add("asks " + step.path());
          int number = Objects.requireNonNull(limits.get(step.path()));
          yield (packet.answers() >> 2 + number % 2 & 1) == 1;
        }
        case Condition.Unknown c -> {
          int bit = c.expression().contains("0x1") ? 1 : 0;
          yield c.negated() != ((packet.answers() >> bit & 1) == 1);
        }
        default -> throw new IllegalArgumentException(condition.toString());
      };
    }
  }
}
