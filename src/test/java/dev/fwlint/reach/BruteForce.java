package dev.fwlint.reach;

import static dev.fwlint.reach.World.Part.*;

import dev.fwlint.model.Action;
import dev.fwlint.model.Address;
import dev.fwlint.model.Chain;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.ConnState;
import dev.fwlint.model.ConnectionPart;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Hook;
import dev.fwlint.model.Protocols;
import dev.fwlint.model.Range;
import dev.fwlint.model.Step;
import dev.fwlint.model.Verdict;
import dev.fwlint.reach.World.Packet;
import dev.fwlint.reach.World.Part;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Takes one packet through a ruleset in every way that is open to it: whatever is not known is
 * tried with all its answers, one run after the other. As plain as can be, and shares no code with
 * what it judges.
 */
final class BruteForce {
  private static final Map<Hook, List<String>> TABLES =
      Map.of(
          Hook.PREROUTING, List.of("raw", "mangle", "nat"),
          Hook.INPUT, List.of("mangle", "filter", "security", "nat"),
          Hook.FORWARD, List.of("mangle", "filter", "security"),
          Hook.OUTPUT, List.of("raw", "mangle", "nat", "filter", "security"),
          Hook.POSTROUTING, List.of("mangle", "nat"));

  private static final Set<ConnState> CONNECTED =
      EnumSet.of(ConnState.NEW, ConnState.ESTABLISHED, ConnState.RELATED);

  private final Firewall firewall;
  private final World world;
  private final Consumer<Step> hit;

  /** The answers of this run, and how many each question has. */
  private final List<int[]> choices = new ArrayList<>();

  private int asked;
  private final Map<String, Boolean> remembered = new HashMap<>();
  private final Map<Part, Object> now = new EnumMap<>(Part.class);
  private boolean template;
  private boolean rerouted;

  BruteForce(Firewall firewall, World world, Consumer<Step> hit) {
    this.firewall = firewall;
    this.world = world;
    this.hit = hit;
  }

  /** All that may become of it. */
  void send(Packet packet) {
    Hook kind = packet.get(WAY);
    List<Hook> way =
        switch (kind) {
          case FORWARD -> List.of(Hook.PREROUTING, Hook.FORWARD, Hook.POSTROUTING);
          case OUTPUT -> List.of(Hook.OUTPUT, Hook.POSTROUTING);
          default -> List.of(Hook.PREROUTING, Hook.INPUT);
        };
    choices.clear();
    do {
      run(packet, way);
    } while (nextChoices());
  }

  /** Counts on, as a number whose last digit is the last question. */
  private boolean nextChoices() {
    while (!choices.isEmpty() && choices.getLast()[0] + 1 == choices.getLast()[1]) {
      choices.removeLast();
    }
    if (choices.isEmpty()) {
      return false;
    }
    choices.getLast()[0]++;
    return true;
  }

  private int choose(int count) {
    if (asked == choices.size()) {
      choices.add(new int[] {0, count});
    }
    return choices.get(asked++)[0];
  }

  private <T> T choose(List<T> values) {
    return values.get(choose(values.size()));
  }

  private void run(Packet packet, List<Hook> way) {
    asked = 0;
    remembered.clear();
    template = false;
    rerouted = false;
    now.clear();
    now.putAll(packet.parts());
    for (Hook hook : way) {
      arrive(packet, hook);
      for (String table : TABLES.get(hook)) {
        if (table.equals("mangle") && (hook == Hook.PREROUTING || hook == Hook.OUTPUT)) {
          track(packet);
        }
        if (!passes(hook, table)) {
          return;
        }
        if (table.equals("nat") && (hook == Hook.PREROUTING || hook == Hook.OUTPUT)) {
          translate(packet);
        }
      }
    }
  }

  private void arrive(Packet packet, Hook hook) {
    ConnState tracked = packet.get(TRACKED);
    switch (hook) {
      case PREROUTING -> {
        now.put(OUT, "");
        now.put(STATE, now.get(IN).equals("lo") ? tracked : ConnState.INVALID);
      }
      case OUTPUT -> {
        now.put(IN, "");
        boolean may = tracked == ConnState.RELATED || tracked == ConnState.UNTRACKED;
        now.put(STATE, may && choose(2) == 1 ? tracked : ConnState.INVALID);
      }
      case FORWARD -> {
        now.put(OUT, packet.get(OUT));
        ttl(ttl() - 1);
      }
      case POSTROUTING -> now.put(OUT, packet.get(rerouted ? OTHER_OUT : OUT));
      case INPUT -> {}
    }
    forget(false);
  }

  /** What was answered holds until it may have changed: a set about an address with that alone. */
  private void forget(boolean destination) {
    remembered
        .keySet()
        .removeIf(asked -> !asked.endsWith(" src") && (destination || !asked.endsWith(" dst")));
  }

  private void track(Packet packet) {
    if (state() != ConnState.UNTRACKED) {
      now.put(STATE, packet.get(TRACKED));
    }
    template = false;
  }

  private void translate(Packet packet) {
    boolean old = state() == ConnState.ESTABLISHED || state() == ConnState.RELATED;
    boolean missing = firewall.table("nat").isEmpty() && CONNECTED.contains(state());
    if ((old || missing) && !now.get(IN).equals("lo")) {
      now.put(DESTINATION, packet.get(OTHER_DESTINATION));
      if (!isIcmp()) {
        now.put(DESTINATION_PORT, packet.get(OTHER_PORT));
      }
      forget(true);
      if (missing) {
        now.put(DESTINATION_TRANSLATED, choose(2) == 1);
      }
      boolean elsewhere =
          (boolean) now.get(DESTINATION_TRANSLATED) || (boolean) now.get(SOURCE_TRANSLATED);
      boolean begins = state() == ConnState.NEW || state() == ConnState.RELATED && !isIcmp();
      rerouted |= elsewhere && !begins && now.get(IN).equals("");
    }
  }

  private ConnState state() {
    return (ConnState) now.get(STATE);
  }

  private boolean isIcmp() {
    return Protocols.isIcmp((int) now.get(PROTOCOL));
  }

  /** Whether it goes on behind a table. */
  private boolean passes(Hook hook, String name) {
    if (firewall.table(name).isEmpty()) {
      now.keySet().removeAll(Set.of(MARK, CONNECTION_MARK, TTL));
      remembered.clear();
      return true;
    }
    boolean starts = state() == ConnState.NEW || state() == ConnState.RELATED && !isIcmp();
    if (name.equals("nat") && (!starts || now.get(IN).equals("lo"))) {
      return true;
    }
    Optional<Chain> chain = firewall.table(name).get().at(hook);
    return switch (chain.map(this::walk).orElse(Result.LEFT)) {
      case ENDED -> true;
      case STOPPED -> false;
      case LEFT -> chain.flatMap(Chain::policy).orElse(Verdict.ACCEPT) == Verdict.ACCEPT;
    };
  }

  private enum Result {
    /** The chain ended; the packet goes back to where it came from. */
    LEFT,
    /** The table ended, and the packet goes on. */
    ENDED,
    STOPPED
  }

  private Result walk(Chain chain) {
    for (Step step : chain.steps()) {
      if (!takes(step)) {
        continue;
      }
      hit.accept(step);
      switch (step.action()) {
        case Action.Continue go -> {}
        case Action.Return back -> {
          return Result.LEFT;
        }
        case Action.Jump jump -> {
          Result result = walk(firewall.chain(step.table(), jump.chain()).orElseThrow());
          if (result != Result.LEFT || jump.goesTo()) {
            return result;
          }
        }
        case Action.Decide decide -> {
          return decide.verdict() == Verdict.ACCEPT ? Result.ENDED : Result.STOPPED;
        }
        default -> {
          forget(false);
          if (change(step)) {
            return Result.ENDED;
          }
        }
      }
    }
    return Result.LEFT;
  }

  /** Whether the table ends with it. */
  private boolean change(Step step) {
    switch (step.action()) {
      case Action.SetMark to -> mark(MARK, mark(MARK) & ~to.clear() ^ to.toggle());
      case Action.SetConnMark to when CONNECTED.contains(state()) ->
          mark(CONNECTION_MARK, mark(CONNECTION_MARK) & ~to.clear() ^ to.toggle());
      case Action.SaveMark to when CONNECTED.contains(state()) ->
          mark(CONNECTION_MARK, mark(CONNECTION_MARK) & ~to.ctMask() ^ mark(MARK) & to.nfMask());
      case Action.RestoreMark to when CONNECTED.contains(state()) ->
          mark(MARK, mark(MARK) & ~to.nfMask() ^ mark(CONNECTION_MARK) & to.ctMask());
      case Action.Untrack to when state() == ConnState.INVALID ->
          now.put(STATE, ConnState.UNTRACKED);
      case Action.Template to when state() == ConnState.INVALID -> {
        now.put(STATE, ConnState.NEW);
        template = true;
      }
      case Action.SetTtl to ->
          ttl(
              switch (to.kind()) {
                case SET -> to.value();
                case INCREASE -> ttl() + to.value();
                case DECREASE -> ttl() - to.value();
              });
      case Action.Rewrite to when to.end() == End.DESTINATION ->
          rewrite(
              to.addresses().map(range -> world.addresses(range.from(), range.to())), to.ports());
      case Action.Redirect to -> rewrite(Optional.of(world.values(DESTINATION)), to.ports());
      case Action.Rewrite to -> {}
      case Action.Masquerade to -> {}
      default -> {}
    }
    rerouted |= step.table().equals("mangle");
    return step.action() instanceof Action.Rewrite
        || step.action() instanceof Action.Redirect
        || step.action() instanceof Action.Masquerade;
  }

  private void rewrite(Optional<List<Object>> addresses, Optional<Range> ports) {
    forget(true);
    addresses.ifPresent(to -> now.put(DESTINATION, choose(to)));
    ports.ifPresent(to -> now.put(DESTINATION_PORT, choose(world.ports(to))));
    now.put(DESTINATION_TRANSLATED, choose(2) == 1);
    rerouted = true;
  }

  private void ttl(int value) {
    now.put(TTL, Math.clamp(value, 0, 255));
  }

  private int ttl() {
    return (int) known(TTL);
  }

  private void mark(Part part, long value) {
    now.put(part, value & 0xffff_ffffL);
  }

  private long mark(Part part) {
    return (long) known(part);
  }

  /** What a missing table may have changed is chosen when it is asked for. */
  private Object known(Part part) {
    if (!now.containsKey(part)) {
      now.put(part, choose(world.values(part)));
    }
    return now.get(part);
  }

  /** What the packet decides first; then each that it does not. */
  private boolean takes(Step step) {
    List<Condition> open = new ArrayList<>();
    for (Condition condition : step.conditions()) {
      if (condition instanceof Condition.Unknown) {
        open.add(condition);
      } else if (!holds(condition)) {
        return false;
      }
    }
    return open.stream().map(Condition.Unknown.class::cast).allMatch(this::holds);
  }

  private boolean holds(Condition.Unknown c) {
    if (c.timed()) {
      return choose(2) == 1;
    }
    return remembered.computeIfAbsent(c.expression(), e -> choose(2) == 1) != c.negated();
  }

  private boolean holds(Condition condition) {
    return switch (condition) {
      case Condition.Interface c -> {
        String name = (String) now.get(c.in() ? IN : OUT);
        yield (c.prefix() ? name.startsWith(c.name()) : name.equals(c.name())) != c.negated();
      }
      case Condition.InNetwork c -> c.network().contains(address(c.end())) != c.negated();
      case Condition.InRange c -> {
        Address address = address(c.end());
        yield (c.from().compareTo(address) <= 0 && address.compareTo(c.to()) <= 0) != c.negated();
      }
      case Condition.Protocol c -> (int) now.get(PROTOCOL) == c.number() != c.negated();
      case Condition.Port c -> hasPorts() && in(c.ports(), port(c.end())) != c.negated();
      case Condition.EitherPort c ->
          hasPorts()
              && (in(c.ports(), port(End.SOURCE)) || in(c.ports(), port(End.DESTINATION)))
                  != c.negated();
      case Condition.Icmp c -> {
        boolean any = c.type() == 255;
        boolean one = c.type() == port(End.SOURCE) && c.codes().contains(port(End.DESTINATION));
        yield isIcmp() && (any || one) != c.negated();
      }
      case Condition.TcpFlags c ->
          (int) now.get(PROTOCOL) == 6
              && (((int) now.get(FLAGS) & c.mask()) == c.set()) != c.negated();
      case Condition.Connection c -> connection(c);
      case Condition.Mark c when !c.ofConnection() ->
          ((mark(MARK) & c.mask()) == c.value()) != c.negated();
      case Condition.Mark c ->
          CONNECTED.contains(state())
              && (((template ? 0 : mark(CONNECTION_MARK)) & c.mask()) == c.value()) != c.negated();
      case Condition.Ttl c -> c.values().contains(ttl()) != c.negated();
      case Condition.InSet c ->
          new SetTruth(c, end -> address(end), end -> name(end), end -> numbers(end)).holds()
              != c.negated();
      case Condition.Always c -> c.holds();
      default -> throw new IllegalArgumentException(condition.toString());
    };
  }

  private String name(End end) {
    return (String) now.get(end == End.SOURCE ? IN : OUT);
  }

  /** The protocol, and the port or the type and code. */
  private int[] numbers(End end) {
    int number = isIcmp() ? port(End.SOURCE) << 8 | port(End.DESTINATION) : port(end);
    return new int[] {(int) now.get(PROTOCOL), number};
  }

  private Address address(End end) {
    return (Address) now.get(end == End.SOURCE ? SOURCE : DESTINATION);
  }

  private boolean hasPorts() {
    return Protocols.hasPorts((int) now.get(PROTOCOL));
  }

  private int port(End end) {
    return (int) now.get(end == End.SOURCE ? SOURCE_PORT : DESTINATION_PORT);
  }

  private static boolean in(List<Range> ranges, int port) {
    return ranges.stream().anyMatch(range -> range.contains(port));
  }

  /** net/netfilter/xt_conntrack.c: the states first, and the rest only of a connection. */
  private boolean connection(Condition.Connection c) {
    Set<ConnState> states = EnumSet.of(state());
    boolean connected = CONNECTED.contains(state());
    if (connected && !template && (boolean) now.get(SOURCE_TRANSLATED)) {
      states.add(ConnState.SNAT);
    }
    if (connected && !template && (boolean) now.get(DESTINATION_TRANSLATED)) {
      states.add(ConnState.DNAT);
    }
    boolean asksStates = false;
    boolean rest = true;
    for (ConnectionPart part : c.parts()) {
      switch (part) {
        case ConnectionPart.States p -> {
          asksStates = true;
          if (p.states().stream().noneMatch(states::contains) != p.negated()) {
            return false;
          }
        }
        case ConnectionPart.Direction p ->
            rest &= (p.original() != (!template && (boolean) now.get(REPLY))) != p.negated();
        default -> throw new IllegalArgumentException(part.toString());
      }
    }
    return connected ? rest : asksStates;
  }
}
