package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.PacketSet;
import dev.fwlint.packets.Point;
import dev.fwlint.packets.Preferences;
import dev.fwlint.packets.Product;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The plainest first packet of a strip, as JSON, with the route that leads it where it goes. */
final class Specimen {
  private final Fields fields;
  private final Strip strip;
  private final Segment from;
  private final Segment to;

  private Specimen(Fields fields, Strip strip, Segment from, Segment to) {
    this.fields = fields;
    this.strip = strip;
    this.from = from;
    this.to = to;
  }

  /**
   * @param sources the addresses that it may come from
   * @param destinations those that it may be sent to
   */
  static Optional<Map<String, Object>> of(
      Fields fields,
      Strip strip,
      Segment from,
      Segment to,
      PacketSet sources,
      PacketSet destinations) {
    Specimen specimen = new Specimen(fields, strip, from, to);
    Preferences usual = Preferences.of(fields.space, specimen::usual);
    Product own = specimen.own();
    return sources.intersect(own).intersect(destinations).products().stream()
        .flatMap(product -> specimen.real(product).stream())
        .findFirst()
        .map(product -> specimen.json(specimen.plain(product, product.pick(usual))));
  }

  private Product own() {
    Product own = strip.packets();
    if (!from.equals(Segment.HOST)) {
      own = own.with(IN, IntervalSet.of(fields.names.number(from.device())));
    }
    int leaves = strip.course().leaves(strip.key().moved());
    return leaves < 0 ? own : own.with(leaves, IntervalSet.of(fields.names.number(to.device())));
  }

  /** Of a protocol whose first packets are told in full, if there is one. */
  private Optional<Product> real(Product packets) {
    IntervalSet icmp = IntervalSet.of(fields.icmp());
    Product other = packets.with(PROTOCOL, icmp.complement(fields.space.greatest(PROTOCOL)));
    if (!other.isEmpty()) {
      return Optional.of(other);
    }
    IntervalSet asks =
        IcmpKinds.of(fields.family).asks().stream()
            .map(IntervalSet::of)
            .reduce(IntervalSet.EMPTY, IntervalSet::union);
    return Optional.of(packets.with(SOURCE_PORT, asks).with(DESTINATION_PORT, IntervalSet.of(0)))
        .filter(product -> !product.isEmpty());
  }

  /** Of the usual length of its protocol, and from one host to another, where that can be. */
  private Point plain(Product packets, Point first) {
    int protocol = (int) first.get(PROTOCOL);
    boolean v6 = fields.family == Family.IPV6;
    Product one = packets.with(PROTOCOL, IntervalSet.of(protocol));
    Product real = one.with(LENGTH, IntervalSet.of(Lengths.least(protocol, false, v6), 0xffff));
    one = real.isEmpty() ? one : real;
    boolean itself =
        first.get(SOURCE) == first.get(DESTINATION)
            && first.get(SOURCE_HIGH) == first.get(DESTINATION_HIGH);
    Product apart =
        itself
            ? one.with(
                DESTINATION,
                IntervalSet.of(first.get(SOURCE)).complement(fields.space.greatest(DESTINATION)))
            : one;
    long length = Lengths.usual(protocol, v6);
    return (apart.isEmpty() ? one : apart)
        .pick(
            Preferences.of(
                fields.space, field -> field == LENGTH ? new long[] {length} : usual(field)));
  }

  private Map<String, Object> json(Point point) {
    Map<String, Object> json = new LinkedHashMap<>();
    boolean sent = strip.course() == Course.OUT;
    json.put("hook", sent ? "output" : "arrive");
    if (sent) {
      boolean direct = !strip.local() && !strip.key().moved();
      json.put("out", direct ? to.device() : fields.names.name(point.get(ROUTED_OUT)));
    } else {
      json.put("in", from.device());
    }
    new Telling(fields).tell(point, json);
    if (strip.course() != Course.IN) {
      json.put("routes", List.of(List.of(end(point), to.device())));
    }
    return json;
  }

  /** Where it goes in the end: of several, one. */
  private String end(Point point) {
    Address sentTo =
        new Address(fields.family, point.get(DESTINATION_HIGH), point.get(DESTINATION));
    String target =
        strip.key().targets().stream()
            .map(Opening.Target::addresses)
            .filter(addresses -> !addresses.isEmpty())
            .findFirst()
            .orElse(sentTo.toString());
    return target.contains("/") ? target : target.replaceFirst("-.*", "");
  }

  private long[] usual(int field) {
    boolean v6 = fields.family == Family.IPV6;
    return switch (field) {
      case SOURCE_HIGH, DESTINATION_HIGH -> new long[] {v6 ? 0x2001_0db8_0000_0000L : 0};
      case SOURCE -> new long[] {v6 ? 7 : 0xc633_6407L};
      case DESTINATION -> new long[] {v6 ? 9 : 0xcb00_7109L};
      case PROTOCOL -> new long[] {6, 17};
      case SOURCE_PORT -> new long[] {40_000, v6 ? 128 : 8};
      case DESTINATION_PORT -> new long[] {80, 443, 22};
      case TTL -> new long[] {64};
      case LENGTH -> new long[] {v6 ? 60 : 40};
      default -> new long[] {0};
    };
  }
}
