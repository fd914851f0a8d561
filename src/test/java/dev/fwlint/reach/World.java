package dev.fwlint.reach;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Action;
import dev.fwlint.model.Address;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.ConnState;
import dev.fwlint.model.ConnectionPart;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Hook;
import dev.fwlint.model.IpSet;
import dev.fwlint.model.Network;
import dev.fwlint.model.Protocols;
import dev.fwlint.model.Range;
import dev.fwlint.model.SetElement;
import dev.fwlint.model.Step;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One packet of each kind that a ruleset can tell apart, by the constants in it: where a range of
 * numbers begins or ends, packets begin to be treated differently.
 */
final class World {
  /** What a packet is made of, those first that say which of the others matter. */
  enum Part {
    WAY,
    TRACKED,
    PROTOCOL,
    IN,
    OUT,
    OTHER_OUT,
    SOURCE,
    DESTINATION,
    OTHER_DESTINATION,
    SOURCE_PORT,
    DESTINATION_PORT,
    OTHER_PORT,
    FLAGS,
    REPLY,
    SOURCE_TRANSLATED,
    DESTINATION_TRANSLATED,
    MARK,
    CONNECTION_MARK,
    TTL,

    /** As a rule sees it; no packet sets out with it. */
    STATE
  }

  /** GRE: it has neither ports nor types. */
  private static final int OTHER_PROTOCOL = 47;

  /** A packet as it sets out. */
  record Packet(Map<Part, Object> parts) {
    @SuppressWarnings("unchecked")
    <T> T get(Part part) {
      return (T) parts.get(part);
    }
  }

  private final Firewall firewall;
  private final List<Condition> conditions;
  private final Map<Part, List<Object>> values = new EnumMap<>(Part.class);
  private final Map<Part, Boolean> early = new EnumMap<>(Part.class);
  private int left;

  World(Firewall firewall) {
    this.firewall = firewall;
    // what elements of sets ask is as what rules ask
    conditions =
        firewall
            .steps()
            .flatMap(step -> step.conditions().stream())
            .flatMap(World::withElements)
            .toList();
    fill();
  }

  private static Stream<Condition> withElements(Condition condition) {
    return condition instanceof Condition.InSet asked
        ? elements(asked.set(), asked.ends())
        : Stream.of(condition);
  }

  private static Stream<Condition> elements(IpSet set, List<End> ends) {
    return set.elements().stream()
        .flatMap(element ->
            IntStream.range(0, Math.min(ends.size(), element.parts().size()))
                .boxed()
                .flatMap(i -> part(element.parts().get(i), ends, ends.get(i))));
  }

  private static Stream<Condition> part(SetElement.Part part, List<End> ends, End end) {
    return switch (part) {
      case SetElement.Part.Block block ->
          Stream.of(new Condition.InNetwork(end, block.network(), false));
      case SetElement.Part.Ports of when Protocols.isIcmp(of.protocol()) ->
          Stream.of(
              new Condition.Icmp(
                  (int) of.ports().from() >> 8, Range.of(of.ports().from() & 0xff), false));
      case SetElement.Part.Ports of ->
          Stream.of(
              new Condition.Protocol(of.protocol(), false),
              new Condition.Port(end, List.of(of.ports()), false));
      case SetElement.Part.Device by ->
          Stream.of(new Condition.Interface(end == End.SOURCE, by.name(), false, false));
      case SetElement.Part.Member of -> elements(of.set(), ends);
      default -> Stream.empty();
    };
  }

  List<Object> values(Part part) {
    return values.getOrDefault(part, List.of());
  }

  /** Those of the world's ports that are in a range; its first at least. */
  List<Object> ports(Range range) {
    List<Object> inside = new ArrayList<>(List.of((int) range.from()));
    values(Part.DESTINATION_PORT).stream()
        .filter(port -> (int) port != range.from() && range.contains((int) port))
        .forEach(inside::add);
    return inside;
  }

  /** Those of the world's destinations that are in a range; its first at least. */
  List<Object> addresses(Address from, Address to) {
    List<Object> inside = new ArrayList<>(List.of(from));
    values(Part.DESTINATION).stream()
        .map(Address.class::cast)
        .filter(each -> from.compareTo(each) < 0 && each.compareTo(to) <= 0)
        .forEach(inside::add);
    return inside;
  }

  /** Each packet, until there were too many. */
  boolean forEach(int most, Consumer<Packet> consumer) {
    left = most;
    vary(List.copyOf(values.keySet()), new EnumMap<>(Part.class), consumer);
    return left >= 0;
  }

  private void vary(List<Part> parts, Map<Part, Object> packet, Consumer<Packet> consumer) {
    if (left < 0) {
      return;
    }
    if (parts.isEmpty()) {
      left--;
      consumer.accept(new Packet(packet));
      return;
    }
    Part part = parts.getFirst();
    List<Object> all = values(part);
    for (Object value : matters(part, packet) ? all : all.subList(0, 1)) {
      packet.put(part, value);
      vary(parts.subList(1, parts.size()), packet, consumer);
    }
  }

  /**
   * Whether packets of this kind differ in a part. A new connection has no answers, and no
   * translation unless its packet comes back by lo.
   */
  private boolean matters(Part part, Map<Part, Object> packet) {
    boolean isNew = packet.get(Part.TRACKED) == ConnState.NEW;
    boolean old =
        packet.get(Part.TRACKED) == ConnState.ESTABLISHED
            || packet.get(Part.TRACKED) == ConnState.RELATED;
    boolean back = packet.get(Part.WAY) != Hook.OUTPUT && "lo".equals(packet.get(Part.IN));
    boolean moves = !back && (old || isNew && firewall.table("nat").isEmpty());
    return switch (part) {
      case IN -> packet.get(Part.WAY) != Hook.OUTPUT;
      case OUT -> packet.get(Part.WAY) != Hook.INPUT;
      case OTHER_OUT -> packet.get(Part.WAY) == Hook.OUTPUT;
      case SOURCE_PORT, Part.DESTINATION_PORT -> (int) packet.get(Part.PROTOCOL) != OTHER_PROTOCOL;
      case FLAGS -> (int) packet.get(Part.PROTOCOL) == Protocols.TCP;
      case DESTINATION -> !moves || early(Part.DESTINATION);
      case OTHER_DESTINATION -> moves;
      case OTHER_PORT -> moves && Protocols.hasPorts((int) packet.get(Part.PROTOCOL));
      case REPLY -> old;
      case SOURCE_TRANSLATED, DESTINATION_TRANSLATED -> old || isNew && back;
      case CONNECTION_MARK -> old || isNew;
      default -> true;
    };
  }

  /** Whether rules before the translation ask for the destination. */
  private boolean early(Part part) {
    return early.computeIfAbsent(
        part,
        p ->
            firewall
                .steps()
                .filter(step -> List.of("raw", "mangle", "nat").contains(step.table()))
                .flatMap(step -> step.conditions().stream())
                .flatMap(World::withElements)
                .anyMatch(condition ->
                    switch (condition) {
                      case Condition.InNetwork c -> c.end() == End.DESTINATION;
                      case Condition.InRange c -> c.end() == End.DESTINATION;
                      case Condition.Port c -> c.end() == End.DESTINATION;
                      case Condition.EitherPort c -> true;
                      default -> false;
                    }));
  }

  private void fill() {
    values.put(Part.WAY, List.of(Hook.INPUT, Hook.FORWARD, Hook.OUTPUT));
    values.put(Part.TRACKED, states());
    values.put(Part.PROTOCOL, protocols());
    values.put(Part.IN, names(true));
    values.put(Part.OUT, names(false));
    values.put(Part.OTHER_OUT, names(false));
    values.put(Part.SOURCE, addresses(End.SOURCE));
    values.put(Part.DESTINATION, addresses(End.DESTINATION));
    values.put(Part.OTHER_DESTINATION, values(Part.DESTINATION));
    values.put(Part.SOURCE_PORT, ports(End.SOURCE));
    values.put(Part.DESTINATION_PORT, ports(End.DESTINATION));
    values.put(Part.OTHER_PORT, values(Part.DESTINATION_PORT));
    values.put(Part.FLAGS, flags());
    boolean direction = parts().anyMatch(ConnectionPart.Direction.class::isInstance);
    values.put(Part.REPLY, direction ? List.of(false, true) : List.of(false));
    values.put(
        Part.SOURCE_TRANSLATED, asks(ConnState.SNAT) ? List.of(false, true) : List.of(false));
    // a connection that is translated goes out elsewhere
    boolean leaves = all(Condition.Interface.class).anyMatch(c -> !c.in());
    values.put(
        Part.DESTINATION_TRANSLATED,
        leaves || asks(ConnState.DNAT) ? List.of(false, true) : List.of(false));
    values.put(Part.MARK, marks(false));
    values.put(Part.CONNECTION_MARK, marks(true));
    values.put(Part.TTL, ttls());
  }

  private static boolean isNat(Step step) {
    return step.action() instanceof Action.Rewrite || step.action() instanceof Action.Redirect;
  }

  private <T extends Condition> Stream<T> all(Class<T> type) {
    return conditions.stream().filter(type::isInstance).map(type::cast);
  }

  private Stream<ConnectionPart> parts() {
    return all(Condition.Connection.class).flatMap(c -> c.parts().stream());
  }

  private boolean asks(ConnState state) {
    return parts()
        .anyMatch(p -> p instanceof ConnectionPart.States s && s.states().contains(state));
  }

  private List<Object> names(boolean in) {
    TreeSet<String> names = new TreeSet<>(List.of("x9"));
    if (in) {
      names.add("lo");
    }
    all(Condition.Interface.class)
        .filter(c -> c.in() == in)
        .forEach(c -> names.add(c.prefix() ? c.name() + "7" : c.name()));
    return List.copyOf(names);
  }

  private List<Object> addresses(End end) {
    TreeSet<BigInteger> starts = new TreeSet<>();
    starts.add(BigInteger.ZERO);
    for (Condition condition : conditions) {
      if (condition instanceof Condition.InNetwork c && c.end() == end) {
        Network network = c.network();
        starts.add(number(network.base()));
        int free = (bits() - network.bits());
        starts.add(number(network.base()).add(BigInteger.ONE.shiftLeft(free)));
      } else if (condition instanceof Condition.InRange c && c.end() == end) {
        starts.add(number(c.from()));
        starts.add(number(c.to()).add(BigInteger.ONE));
      }
    }
    starts.remove(BigInteger.ONE.shiftLeft(bits()));
    return starts.stream().<Object>map(this::address).toList();
  }

  private int bits() {
    return firewall.family() == Family.IPV4 ? 32 : 128;
  }

  private static BigInteger number(Address address) {
    return new BigInteger(1, address.bytes());
  }

  private Address address(BigInteger number) {
    byte[] all = new byte[bits() / 8];
    byte[] bytes = number.toByteArray();
    for (int i = 1; i <= Math.min(all.length, bytes.length); i++) {
      all[all.length - i] = bytes[bytes.length - i];
    }
    return Address.of(all);
  }

  private List<Object> protocols() {
    TreeSet<Integer> numbers = new TreeSet<>(List.of(OTHER_PROTOCOL));
    int icmp = firewall.family() == Family.IPV4 ? 1 : 58;
    for (Condition condition : conditions) {
      switch (condition) {
        case Condition.Protocol c -> numbers.add(c.number());
        case Condition.Port c -> numbers.add(17);
        case Condition.EitherPort c -> numbers.add(17);
        case Condition.Icmp c -> numbers.add(icmp);
        case Condition.TcpFlags c -> numbers.add(6);
        default -> {}
      }
    }
    boolean nat = firewall.steps().anyMatch(World::isNat);
    if (nat) {
      numbers.add(icmp);
    }
    return List.copyOf(numbers);
  }

  /** Ports, or ICMP types and codes. */
  private List<Object> ports(End end) {
    TreeSet<Integer> starts = new TreeSet<>(List.of(0));
    for (Condition condition : conditions) {
      switch (condition) {
        case Condition.Port c when c.end() == end -> c.ports().forEach(r -> add(r, starts));
        case Condition.EitherPort c -> c.ports().forEach(range -> add(range, starts));
        case Condition.Icmp c when end == End.SOURCE -> add(Range.of(c.type()), starts);
        case Condition.Icmp c -> add(c.codes(), starts);
        default -> {}
      }
    }
    return List.copyOf(starts);
  }

  private static void add(Range range, TreeSet<Integer> starts) {
    starts.add((int) range.from());
    if (range.to() < 65_535) {
      starts.add((int) range.to() + 1);
    }
  }

  /** One of each kind of flags. */
  private List<Object> flags() {
    Map<List<Boolean>, Object> kinds = new LinkedHashMap<>();
    for (int flags = 0; flags < 64; flags++) {
      int each = flags;
      kinds.putIfAbsent(
          all(Condition.TcpFlags.class).map(c -> (each & c.mask()) == c.set()).toList(), flags);
    }
    return List.copyOf(kinds.values());
  }

  private List<Object> states() {
    boolean asked =
        parts().findAny().isPresent()
            || all(Condition.Mark.class).anyMatch(Condition.Mark::ofConnection);
    return asked
        ? List.of(
            ConnState.NEW,
            ConnState.ESTABLISHED,
            ConnState.RELATED,
            ConnState.INVALID,
            ConnState.UNTRACKED)
        : List.of(ConnState.NEW, ConnState.ESTABLISHED, ConnState.RELATED, ConnState.INVALID);
  }

  /**
   * Of marks that are asked for bit by bit, the two bits that rulesets use; else 4 is any other.
   */
  private List<Object> marks(boolean connection) {
    boolean copied =
        firewall
            .steps()
            .map(Step::action)
            .anyMatch(a -> a instanceof Action.SaveMark || a instanceof Action.RestoreMark);
    boolean own = all(Condition.Mark.class).anyMatch(c -> c.ofConnection() == connection);
    if (!own && (!copied || all(Condition.Mark.class).findAny().isEmpty())) {
      return List.of(0L);
    }
    if (all(Condition.Mark.class).anyMatch(c -> c.mask() == 3 || c.mask() == 1 || c.mask() == 2)) {
      return List.of(0L, 1L, 2L, 3L);
    }
    TreeSet<Object> marks = new TreeSet<>(List.of(4L));
    all(Condition.Mark.class).forEach(c -> marks.add(c.value()));
    return List.copyOf(marks);
  }

  /** Rulesets ask for 64 and its neighbours, and count up or down a little. */
  private List<Object> ttls() {
    return all(Condition.Ttl.class).findAny().isEmpty()
        ? List.of(64)
        : List.of(0, 61, 62, 63, 64, 65, 66, 67, 255);
  }
}
