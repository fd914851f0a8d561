package dev.fwlint.reach;

import static org.junit.jupiter.api.Assertions.fail;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Action;
import dev.fwlint.model.Address;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Network;
import dev.fwlint.model.Packet;
import dev.fwlint.model.PacketFields;
import dev.fwlint.model.PacketFormatException;
import dev.fwlint.model.Protocols;
import dev.fwlint.model.Range;
import dev.fwlint.model.Step;
import dev.fwlint.model.Verdict;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.reach.Opening.Hosts;
import dev.fwlint.reach.Openings.Cell;
import dev.fwlint.trace.Trace;
import dev.fwlint.trace.Tracer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Sends random packets of what a ruleset names, and asks openings and traces about each. */
public final class OpeningsTrial {
  /** What was seen so far. */
  public static final class Tally {
    private long open;
    private long closed;
    private long perhaps;
    private long givenUp;

    public long open() {
      return open;
    }

    public long closed() {
      return closed;
    }

    public long perhaps() {
      return perhaps;
    }

    public long givenUp() {
      return givenUp;
    }

    @Override
    public String toString() {
      return "%d open, %d closed, %d not known, %d given up"
          .formatted(open, closed, perhaps, givenUp);
    }
  }

  private enum Says {
    NO,
    MAYBE,
    YES
  }

  private static final Pattern CHANGES =
      Pattern.compile(" -j (MARK|CONNMARK|TTL|HL|DNAT|REDIRECT) ");

  private final Firewall firewall;
  private final List<Segment> segments;
  private final List<Address> local;
  private final Random random;
  private final Tally tally;
  private final Tracer tracer;
  private final Openings openings;
  private final Territory territory;
  private final List<Address> addresses = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>(List.of(0, 61_234));
  private final List<Address> targets = new ArrayList<>();

  /**
   * @param segments all there are
   * @param local the host's own addresses; none where they are not known
   */
  public OpeningsTrial(
      Firewall firewall, List<Segment> segments, List<Address> local, Random random, Tally tally) {
    this.firewall = firewall;
    this.segments = segments;
    this.local = local;
    this.random = random;
    this.tally = tally;
    this.tracer = new Tracer(firewall);
    this.openings = Openings.of(firewall, segments, local);
    this.territory = new Territory(Fields.of(firewall), segments, local);
    addresses.addAll(Addresses.strangers(firewall.family()));
    addresses.addAll(local);
    segments.forEach(s -> s.networks().forEach(n -> addresses.addAll(Addresses.around(n))));
    firewall.steps().forEach(this::add);
    addresses.removeIf(address -> !Addresses.canBeForwarded(address));
    if (!openings.complete()) {
      tally.givenUp++;
    }
  }

  /** A ruleset with rules that do nothing but tell where a packet ends up. */
  public static String marked(String ruleset, List<String> devices) {
    StringBuilder marks = new StringBuilder("-A INPUT\n");
    devices.forEach(device -> marks.append("-A POSTROUTING -o ").append(device).append('\n'));
    String declared = ":INPUT ACCEPT\n:POSTROUTING ACCEPT\n";
    if (!ruleset.contains("*mangle\n")) {
      return ruleset.stripTrailing() + "\n*mangle\n" + declared + marks + "COMMIT\n";
    }
    int begin = ruleset.indexOf("*mangle\n") + "*mangle\n".length();
    int at = begin;
    while (ruleset.startsWith(":", at)) {
      at = ruleset.indexOf('\n', at) + 1;
    }
    String head = ruleset.substring(begin, at);
    String missing =
        (head.contains(":INPUT ") ? "" : ":INPUT ACCEPT\n")
            + (head.contains(":POSTROUTING ") ? "" : ":POSTROUTING ACCEPT\n");
    return ruleset.substring(0, at) + missing + marks + ruleset.substring(at);
  }

  private void add(Step step) {
    for (Condition condition : step.conditions()) {
      switch (condition) {
        case Condition.InNetwork in -> addresses.addAll(Addresses.around(in.network()));
        case Condition.InRange in -> addresses.addAll(Addresses.around(in.from(), in.to()));
        case Condition.Port port -> port.ports().forEach(this::add);
        case Condition.EitherPort port -> port.ports().forEach(this::add);
        default -> {}
      }
    }
    if (step.action() instanceof Action.Rewrite to && to.addresses().isPresent()) {
      targets.add(to.addresses().get().from());
      addresses.add(to.addresses().get().from());
    }
  }

  private void add(Range range) {
    ports.addAll(List.of((int) range.from(), (int) range.to()));
    ports.add((int) Math.min(65_535, range.to() + 1));
  }

  /** Where packets end, by another judge than a trace. */
  public interface Judge {
    /**
     * @return the interface that it leaves by; {@link #HERE}, or {@link #NOWHERE}. Nothing where it
     *     cannot be told
     */
    Optional<String> end(Packet packet);
  }

  /** It comes to the host itself. */
  public static final String HERE = "";

  /** It is stopped. */
  public static final String NOWHERE = "nowhere";

  private Judge judge = packet -> Optional.empty();

  /** Asks another judge, too, about packets that hang on nothing unknown. */
  public OpeningsTrial with(Judge another) {
    judge = another;
    return this;
  }

  /** Fails where a packet gets where it should not, or does not get where it should. */
  public void check(int packets) {
    for (int i = 0; i < packets; i++) {
      Segment from = one(segments);
      Segment to = one(segments);
      Optional<Map<String, Object>> json = random.nextInt(4) == 0 ? sent(to) : arriving(from, to);
      if (json.isPresent()) {
        check(json.get().get("hook").equals("output") ? Segment.HOST : from, json.get());
      }
    }
  }

  private Optional<Map<String, Object>> arriving(Segment from, Segment to) {
    Optional<Address> source = of(from);
    Optional<Address> destination = destination(to);
    if (source.isEmpty() || destination.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("hook", "arrive");
    json.put("in", from.device());
    return Optional.of(rest(json, source.get(), destination.get(), to));
  }

  private Optional<Map<String, Object>> sent(Segment to) {
    Optional<Address> source = host();
    Optional<Address> destination = destination(to);
    if (source.isEmpty() || destination.isEmpty() || source.equals(destination)) {
      return Optional.empty();
    }
    if (!isHost(destination.get()) && territory.home(destination.get()).size() > 1) {
      // where it would leave by decides, and is not known
      return Optional.empty();
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("hook", "output");
    json.put("out", out(destination.get(), to));
    return Optional.of(rest(json, source.get(), destination.get(), to));
  }

  private String out(Address destination, Segment to) {
    if (isHost(destination)) {
      return "lo";
    }
    List<Segment> homes = territory.home(destination);
    return homes.contains(to) || homes.isEmpty() ? to.device() : homes.getFirst().device();
  }

  /** The addresses that are the host's, in the world of one packet. */
  private final List<Address> owned = new ArrayList<>();

  private boolean isHost(Address address) {
    return owned.contains(address);
  }

  private Optional<Address> destination(Segment to) {
    owned.clear();
    owned.addAll(local);
    return switch (random.nextInt(3)) {
      case 0 -> of(to);
      case 1 -> host();
      default -> Optional.of(one(addresses)).filter(this::isPlain);
    };
  }

  private boolean isPlain(Address address) {
    return !isHost(address) && !territory.home(address).isEmpty();
  }

  private Optional<Address> of(Segment segment) {
    return Optional.of(one(addresses))
        .filter(address -> territory.home(address).contains(segment) && !isHost(address));
  }

  /** Where they are not known, one more is made the host's own. */
  private Optional<Address> host() {
    if (!local.isEmpty()) {
      return Optional.of(one(local));
    }
    Optional<Address> one =
        Optional.of(one(addresses))
            .filter(a -> !targets.contains(a))
            .filter(a -> territory.home(a).stream().allMatch(s -> s.networks().isEmpty()))
            .filter(a -> firewall.family() == Family.IPV4 || !territory.home(a).isEmpty());
    one.ifPresent(owned::add);
    return one;
  }

  private Map<String, Object> rest(
      Map<String, Object> json, Address source, Address destination, Segment to) {
    json.put("src", source.toString());
    json.put("dst", destination.toString());
    boolean v4 = firewall.family() == Family.IPV4;
    String protocol = one(List.of("tcp", "tcp", "udp", v4 ? "icmp" : "ipv6-icmp", "gre"));
    json.put("proto", protocol);
    if (protocol.equals("tcp") || protocol.equals("udp")) {
      json.put("sport", (long) one(ports));
      json.put("dport", (long) one(ports));
    } else if (protocol.endsWith("icmp")) {
      json.put("icmp_type", v4 ? one(List.of(8L, 13L)) : one(List.of(128L, 139L)));
      json.put("icmp_code", 0L);
    }
    json.put("ttl", one(List.of(64L, 63L, 65L, 2L)));
    List<Object> routes = new ArrayList<>();
    for (Segment segment : segments) {
      segment.networks().forEach(n -> routes.add(List.of(n.toString(), segment.device())));
      if (segment.networks().isEmpty() && (segment.equals(to) || segment.device().equals("eth0"))) {
        routes.add(0, List.of(v4 ? "0.0.0.0/0" : "::/0", segment.device()));
      }
    }
    if (to.networks().isEmpty()) {
      routes.add(0, List.of(v4 ? "0.0.0.0/0" : "::/0", to.device()));
    }
    json.put("routes", routes);
    List<Address> all = new ArrayList<>(owned);
    segments.forEach(s -> s.networks().forEach(n -> gateway(n).ifPresent(all::add)));
    json.put("local", all.stream().map(Address::toString).toList());
    return json;
  }

  private static Optional<Address> gateway(Network network) {
    return Addresses.around(network).stream()
        .filter(network::contains)
        .filter(a -> a.low() == network.base().low() + 1)
        .findFirst();
  }

  private <T> T one(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  /**
   * What a judge says of a packet.
   *
   * @param ends the interfaces that it leaves by; {@link #HERE}
   * @param open whether it hangs on something that is not known
   * @param vague whether something else is not told apart that may count
   */
  private record Seen(Verdict verdict, Set<String> ends, boolean open, boolean vague, String way) {}

  private void check(Segment from, Map<String, Object> json) {
    Packet packet = packet(json);
    Trace trace = tracer.trace(packet);
    // what raw asks of a connection that a template may stand for is not told apart
    boolean vague =
        text().contains(" -j CT --zone ")
            || trace.hits().anyMatch(step -> step.action() instanceof Action.Redirect);
    Seen seen =
        new Seen(
            trace.verdict(),
            ends(trace),
            trace.unknown().findAny().isPresent(),
            vague,
            hits(trace));
    Says best = judge(from, packet, json, seen);
    if (!seen.open()) {
      judge
          .end(packet)
          .map(end -> seen(end, vague))
          .ifPresent(other -> judge(from, packet, json, other));
    }
    boolean home =
        from.equals(Segment.HOST) && (packet.out().equals("lo") || seen.ends().contains(HERE));
    // it may be stopped in one way or in another
    boolean stopped = trace.presumed() != Verdict.ACCEPT && text().contains(" -j REJECT");
    if (trace.verdict() == Verdict.UNKNOWN && best == Says.NO && !home && !stopped && !forgets()) {
      fail("not known, and closed\n" + json + "\n" + seen + text());
    }
  }

  private static Seen seen(String end, boolean vague) {
    boolean stopped = end.equals(NOWHERE);
    return new Seen(
        stopped ? Verdict.DROP : Verdict.ACCEPT,
        stopped ? Set.of() : Set.of(end),
        false,
        vague,
        "another judge");
  }

  private Says judge(Segment from, Packet packet, Map<String, Object> json, Seen seen) {
    Says best = Says.NO;
    for (Segment end : segments) {
      best = max(best, judge(from, end, packet, json, seen));
    }
    return from.equals(Segment.HOST)
        ? best
        : max(best, judge(from, Segment.HOST, packet, json, seen));
  }

  private Set<String> ends(Trace trace) {
    Set<String> ends = new TreeSet<>();
    trace
        .hits()
        .filter(step -> step.table().equals("mangle"))
        .forEach(step -> {
          if (step.chain().equals("INPUT") && step.conditions().isEmpty() && step.index() == 1) {
            ends.add(HERE);
          }
          if (step.chain().equals("POSTROUTING")
              && step.index() <= segments.size()
              && step.conditions().size() == 1
              && step.conditions().getFirst() instanceof Condition.Interface by
              && !by.in()) {
            ends.add(by.name());
          }
        });
    return ends;
  }

  private static Says max(Says one, Says other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private Says judge(
      Segment from, Segment end, Packet packet, Map<String, Object> json, Seen seen) {
    Says says = says(from, end, packet, isHost(packet.destination()));
    boolean comes = seen.verdict() == Verdict.ACCEPT && seen.ends().contains(end.device());
    boolean elsewhere = end.networks().isEmpty() && !end.equals(Segment.HOST) && !comes;
    boolean maybe = says == Says.MAYBE && (seen.open() || seen.vague());
    boolean right =
        switch (seen.verdict()) {
          case ACCEPT -> comes ? says == Says.YES || maybe : says == Says.NO || maybe || elsewhere;
          // what is queued may come back
          case QUEUE -> says != Says.YES || elsewhere;
          case UNKNOWN -> says != Says.YES || elsewhere || forgets();
          default -> says == Says.NO || elsewhere || says == Says.MAYBE && seen.vague();
        };
    if (!right) {
      fail(
          "from %s to %s: %s, but %s%n%s%n%s%n%s"
              .formatted(from.device(), end.device(), says, seen, json, text(), cells(end)));
    }
    switch (says) {
      case YES -> tally.open++;
      case MAYBE -> tally.perhaps++;
      case NO -> tally.closed++;
    }
    return says;
  }

  /** A trace takes a set to hold other addresses once anything of a packet is another. */
  private boolean forgets() {
    return CHANGES.matcher(text()).find() && text().contains(" --match-set ");
  }

  private static String hits(Trace trace) {
    return "%s, not known %s"
        .formatted(trace.hits().map(Step::path).toList(), trace.unknown().map(Step::path).toList());
  }

  private String cells(Segment to) {
    StringBuilder text = new StringBuilder();
    openings.cells().stream()
        .filter(cell -> cell.to().equals(to))
        .forEach(cell -> text.append(cell).append('\n'));
    return text.toString();
  }

  private String text() {
    return "\n" + firewall.file().source().name() + "\n" + firewall.file().source().text();
  }

  private static Packet packet(Map<String, Object> json) {
    try {
      return PacketFields.packet(json);
    } catch (PacketFormatException wrong) {
      throw new IllegalStateException(json.toString(), wrong);
    }
  }

  private Says says(Segment from, Segment to, Packet packet, boolean toHost) {
    Says best = Says.NO;
    for (Cell cell : openings.cells()) {
      if (cell.to().equals(to) && cell.from().contains(from)) {
        for (Opening opening : cell.openings()) {
          if (fits(opening, to, packet, toHost)) {
            best = max(best, opening.certain() ? Says.YES : Says.MAYBE);
          }
        }
      }
    }
    return best;
  }

  private boolean fits(Opening opening, Segment to, Packet packet, boolean toHost) {
    int protocol = packet.protocol();
    boolean icmp = Protocols.isIcmp(protocol);
    long port =
        icmp ? packet.icmpType() : Protocols.hasPorts(protocol) ? packet.destinationPort() : 0;
    boolean there =
        to.equals(Segment.HOST)
            ? toHost
            : !toHost && territory.home(packet.destination()).contains(to);
    boolean sent =
        switch (opening.sent()) {
          case THERE -> there;
          case TO_HOST -> toHost;
          case ELSEWHERE -> !toHost;
        };
    boolean all = opening.ports().isAll(65_535);
    return sent
        && opening.protocols().contains(protocol)
        && (all || opening.ports().contains(port))
        && in(opening.sources(), packet.source())
        && in(opening.destinations(), packet.destination())
        && others(opening.others(), packet);
  }

  private static boolean others(Map<String, IntervalSet> others, Packet packet) {
    return others.entrySet().stream()
        .allMatch(other ->
            other
                .getValue()
                .contains(
                    switch (other.getKey()) {
                      case "sport" -> packet.sourcePort();
                      case "length" -> packet.length();
                      case "ttl" -> packet.ttl();
                      default -> packet.mac().orElse(0);
                    }));
  }

  private static boolean in(Hosts hosts, Address address) {
    return hosts.except() != hosts.networks().stream().anyMatch(text -> in(text, address));
  }

  private static boolean in(String text, Address address) {
    String[] parts = text.split(" with interface identifier ");
    boolean within = Network.parse(parts[0]).orElseThrow().contains(address);
    return within
        && (parts.length == 1
            || Stream.of(parts[1].split(",")).anyMatch(range -> identifies(range, address)));
  }

  private static boolean identifies(String range, Address address) {
    String[] ends = range.split("-");
    Address low = new Address(Family.IPV6, 0, address.low());
    return Address.parse(ends[0]).orElseThrow().compareTo(low) <= 0
        && low.compareTo(Address.parse(ends[1]).orElseThrow()) <= 0;
  }
}
