package dev.fwlint.reach;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.Range;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Forwarded packets that meet a list of conditions, as packet JSON. Each part of a packet is tried
 * from a small pool: what the way says, then the values that the conditions themselves name and
 * their neighbours. What no pool meets is given up on, so no packet is no proof; and a packet is no
 * proof either, before it was traced. What is not modelled is left open.
 */
public final class Candidates {
  private static final int TCP = 6;

  /** A way through the host and who talks on it, taken where no condition says otherwise. */
  public record Way(String in, String out, Address source, Address destination) {}

  private final Way way;
  private final List<Condition> conditions;

  private Candidates(Way way, List<Condition> conditions) {
    this.way = way;
    this.conditions = conditions;
  }

  /** A packet that is forwarded and meets all conditions, as near to the way as can be. */
  public static Optional<Map<String, Object>> forwarded(Way way, List<Condition> conditions) {
    return new Candidates(way, conditions).packet();
  }

  /** Whether a way meets what the conditions ask of interfaces and addresses as it is. */
  public static boolean suits(Way way, List<Condition> conditions) {
    return conditions.stream()
        .allMatch(condition ->
            condition instanceof Condition.Interface by
                ? meets(by, by.in() ? way.in() : way.out())
                : meets(condition, End.SOURCE, way.source())
                    && meets(condition, End.DESTINATION, way.destination()));
  }

  private Optional<Map<String, Object>> packet() {
    Optional<String> in = interfaceName(true);
    Optional<String> out = interfaceName(false);
    Optional<Address> source = address(End.SOURCE);
    Optional<Address> destination = address(End.DESTINATION);
    Optional<Integer> protocol = protocol();
    boolean never =
        all(Condition.Always.class).anyMatch(always -> !always.holds())
            || all(Condition.Fragment.class).anyMatch(asked -> !asked.negated())
            || all(Condition.PacketType.class)
                .anyMatch(is -> is.type().equals("unicast") == is.negated());
    if (never || in.isEmpty() || out.isEmpty() || source.isEmpty() || destination.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Object> packet = new LinkedHashMap<>();
    packet.put("hook", "forward");
    packet.put("in", in.get());
    packet.put("out", out.get());
    packet.put("src", source.get().toString());
    packet.put("dst", destination.get().toString());
    boolean whole =
        protocol.isPresent()
            && new Transport(way.source().family(), protocol.get(), conditions)
                .complete(packet, source.get(), destination.get())
            && number(packet, "mark", 0, mark(false))
            && number(packet, "ctmark", 0, mark(true))
            && lifetime(packet)
            && length(packet, protocol.get())
            && mac(packet);
    return whole ? Optional.of(packet) : Optional.empty();
  }

  private Optional<String> interfaceName(boolean in) {
    List<Condition.Interface> asked =
        all(Condition.Interface.class).filter(by -> by.in() == in).toList();
    Stream<String> named = asked.stream().map(by -> by.prefix() ? (by.name() + "0") : by.name());
    Stream<String> pool =
        Stream.of(Stream.of(in ? way.in() : way.out()), named, Stream.of("eth0", "eth1", "eth2"))
            .flatMap(Function.identity());
    return pool.filter(name -> !name.isEmpty() && asked.stream().allMatch(by -> meets(by, name)))
        .findFirst();
  }

  private static boolean meets(Condition.Interface by, String name) {
    return by.negated() != (by.prefix() ? name.startsWith(by.name()) : name.equals(by.name()));
  }

  private Optional<Address> address(End end) {
    List<Address> pool = new ArrayList<>();
    pool.add(end == End.SOURCE ? way.source() : way.destination());
    all(Condition.InNetwork.class)
        .filter(in -> in.end() == end)
        .forEach(in -> pool.addAll(Addresses.around(in.network())));
    all(Condition.InRange.class)
        .filter(in -> in.end() == end)
        .forEach(in -> pool.addAll(Addresses.around(in.from(), in.to())));
    pool.addAll(Addresses.anybody(way.source().family()));
    return pool.stream()
        .filter(Addresses::canBeForwarded)
        .filter(address -> conditions.stream().allMatch(asked -> meets(asked, end, address)))
        .findFirst();
  }

  private static boolean meets(Condition condition, End end, Address address) {
    return switch (condition) {
      case Condition.InNetwork in when in.end() == end ->
          in.negated() != in.network().contains(address);
      case Condition.InRange in when in.end() == end ->
          in.negated() != (in.from().compareTo(address) <= 0 && address.compareTo(in.to()) <= 0);
      case Condition.AddressType is when is.end() == end ->
          is.negated() != is.types().contains("UNICAST");
      default -> true;
    };
  }

  private Optional<Integer> protocol() {
    boolean v6 = way.source().family() == Family.IPV6;
    List<Condition.Protocol> asked = all(Condition.Protocol.class).toList();
    IntStream pool =
        IntStream.concat(
            asked.stream().filter(is -> !is.negated()).mapToInt(Condition.Protocol::number),
            IntStream.of(TCP, 17, v6 ? 58 : 1, 132, 47));
    return pool.filter(
            number -> asked.stream().allMatch(is -> is.negated() != (is.number() == number)))
        .boxed()
        .findFirst();
  }

  private Optional<Long> mark(boolean ofConnection) {
    List<Condition.Mark> asked =
        all(Condition.Mark.class).filter(is -> is.ofConnection() == ofConnection).toList();
    Stream<Long> named = asked.stream().flatMap(is -> Stream.of(is.value(), is.value() ^ 1));
    return first(
        Stream.concat(Stream.of(0L), named),
        value ->
            asked.stream().allMatch(is -> is.negated() != ((value & is.mask()) == is.value())));
  }

  /** A packet is forwarded with a TTL that is one lower than on arrival. */
  private boolean lifetime(Map<String, Object> packet) {
    List<Condition.Ttl> asked = all(Condition.Ttl.class).toList();
    Stream<Long> pool =
        Stream.concat(Stream.of(63L), around(asked.stream().map(Condition.Ttl::values)));
    Optional<Long> found =
        first(
            pool.filter(ttl -> 1 <= ttl && ttl <= 254),
            ttl -> asked.stream().allMatch(is -> is.negated() != is.values().contains(ttl)));
    return number(packet, "ttl", 64, found.map(ttl -> ttl + 1));
  }

  private boolean length(Map<String, Object> packet, int protocol) {
    List<Condition.Length> asked = all(Condition.Length.class).toList();
    boolean v6 = way.source().family() == Family.IPV6;
    long least = Lengths.least(protocol, "RELATED".equals(packet.get("state")), v6);
    Stream<Long> pool =
        Stream.concat(Stream.of(least), around(asked.stream().map(Condition.Length::bytes)));
    return number(
        packet,
        "length",
        Lengths.usual(protocol, v6),
        first(
            pool.filter(bytes -> least <= bytes && bytes <= 1500),
            bytes -> asked.stream().allMatch(is -> is.negated() != is.bytes().contains(bytes))));
  }

  private boolean mac(Map<String, Object> packet) {
    List<Condition.SourceMac> asked = all(Condition.SourceMac.class).toList();
    Stream<Long> pool =
        Stream.concat(
            asked.stream().map(Condition.SourceMac::mac), Stream.of(0x02_00_00_00_00_01L));
    Optional<Long> found =
        first(pool, mac -> asked.stream().allMatch(is -> is.negated() != (is.mac() == mac)));
    if (!asked.isEmpty()) {
      found.ifPresent(
          mac -> packet.put("mac", "%012x".formatted(mac).replaceAll("(..)(?!$)", "$1:")));
    }
    return found.isPresent();
  }

  private <T extends Condition> Stream<T> all(Class<T> type) {
    return conditions.stream().filter(type::isInstance).map(type::cast);
  }

  /** Writes a number that is not the default; false where there is none. */
  private static boolean number(
      Map<String, Object> packet, String key, long otherwise, Optional<Long> found) {
    found.filter(value -> value != otherwise).ifPresent(value -> packet.put(key, value));
    return found.isPresent();
  }

  static <T> Optional<T> first(Stream<T> pool, Predicate<T> meets) {
    return pool.filter(meets).findFirst();
  }

  /** The ends of ranges and what lies next to them. */
  static Stream<Long> around(Stream<Range> ranges) {
    return ranges.flatMap(
        range -> Stream.of(range.from(), range.to(), range.to() + 1, range.from() - 1));
  }
}
