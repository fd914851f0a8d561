package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;
import dev.fwlint.model.Hook;
import dev.fwlint.model.Packet;
import dev.fwlint.model.PacketFields;
import dev.fwlint.model.PacketFormatException;
import dev.fwlint.model.Protocols;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.Point;
import dev.fwlint.packets.Product;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Packets at random that can be written down, and that nothing unknown happens to. */
final class Lots {
  private static final int TRIES = 8;

  private final Fields fields;
  private final Random random;

  Lots(Fields fields, Random random) {
    this.fields = fields;
    this.random = random;
  }

  /** One of the packets; nothing where none was found that can be written down. */
  Optional<Point> point(Product packets, Route route) {
    Product narrowed = narrowed(packets, route);
    for (int i = 0; i < TRIES && !narrowed.isEmpty(); i++) {
      Point point = Known.point(packet(drawn(narrowed), route), fields);
      if (packets.contains(point) && hasSender(point)) {
        return Optional.of(point);
      }
    }
    return Optional.empty();
  }

  /** In IPv6 a group and nobody may be the host's own at the same time. */
  private boolean hasSender(Point point) {
    long high = point.get(SOURCE_HIGH);
    boolean nobody = high == 0 && point.get(SOURCE) == 0;
    return fields.family == Family.IPV4 || high >>> 56 != 0xff && !nobody;
  }

  /** What cannot be written down left out, as far as a product can. */
  private Product narrowed(Product packets, Route route) {
    long last = fields.space.greatest(IN);
    boolean sent = route.legs().getFirst().hook() == Hook.OUTPUT;
    Product result =
        packets
            .with(sent ? ROUTED_OUT : IN, IntervalSet.of(1, last))
            .with(SOURCE_TRANSLATED, IntervalSet.of(0))
            .with(ATTACHED, IntervalSet.of(0));
    if (passes(route, Hook.FORWARD)) {
      result = result.with(ROUTED_OUT, IntervalSet.of(1, last)).with(TTL, IntervalSet.of(2, 255));
    }
    if (!result.set(REPLY).contains(0)) {
      return result;
    }
    // answers aside, a connection's ends are its packet's own
    Product own = result.with(REPLY, IntervalSet.of(0));
    for (int[] pair : RouteBuilder.TUPLES) {
      own = own.with(pair[1], own.set(pair[0]));
    }
    return own.isEmpty() || !result.set(REPLY).equals(own.set(REPLY)) && random.nextInt(4) == 0
        ? result
        : own;
  }

  static boolean passes(Route route, Hook hook) {
    return route.legs().stream().anyMatch(leg -> leg.hook() == hook);
  }

  private Point drawn(Product packets) {
    long[] values = new long[fields.space.size()];
    for (int field = 0; field < values.length; field++) {
      values[field] = value(field, packets.set(field));
    }
    if (packets.set(DESTINATION_TRANSLATED).contains(0) && random.nextInt(3) > 0) {
      together(values, packets, DESTINATION_HIGH, OTHER_DESTINATION_HIGH);
      together(values, packets, DESTINATION, OTHER_DESTINATION);
      together(values, packets, DESTINATION_TYPE, OTHER_TYPE);
      together(values, packets, DESTINATION_PORT, OTHER_PORT);
    }
    return Point.of(values);
  }

  /** One value for both, where one is both's. */
  private static void together(long[] values, Product packets, int one, int other) {
    if (packets.set(one).contains(values[other])) {
      values[one] = values[other];
    } else if (packets.set(other).contains(values[one])) {
      values[other] = values[one];
    }
  }

  /** A value of a set; of all, rather a usual one. */
  private long value(int field, IntervalSet set) {
    boolean free = set.isAll(fields.space.greatest(field));
    return free && random.nextInt(8) > 0 ? usual(field) : any(set);
  }

  /** The ends of an interval as often as what is between. */
  private long any(IntervalSet set) {
    int i = random.nextInt(set.count());
    long size = set.hi(i) - set.lo(i) + 1;
    return switch (random.nextInt(4)) {
      case 0 -> set.lo(i);
      case 1 -> set.hi(i);
      // all 64 bits have a size of 0
      default ->
          set.lo(i)
              + (size == 0 ? random.nextLong() : random.nextLong() >>> 1) % Math.max(1, size >>> 1);
    };
  }

  private long usual(int field) {
    boolean v6 = fields.family == Family.IPV6;
    long last = fields.space.greatest(IN);
    return switch (field) {
      case IN, ROUTED_OUT, OTHER_OUT -> 1 + random.nextLong(last);
      case SOURCE_HIGH, DESTINATION_HIGH, OTHER_DESTINATION_HIGH -> 0x2001_0db8_0000_0000L;
      case SOURCE, DESTINATION, OTHER_DESTINATION ->
          v6 ? random.nextLong(1, 1 << 16) : 0x0a00_0000L + random.nextLong(1 << 24);
      case PROTOCOL -> List.of(6, 6, 17, fields.icmp(), 47).get(random.nextInt(5));
      case SOURCE_PORT, DESTINATION_PORT, OTHER_PORT -> random.nextLong(0x1_0000);
      case TCP_FLAGS -> random.nextBoolean() ? 2 : 16;
      case TRACKED_STATE -> random.nextInt(3) > 0 ? NEW : random.nextInt(UNTRACKED_STATE + 1);
      case TTL -> 64;
      case LENGTH -> random.nextLong(40, 1_500);
      default -> 0;
    };
  }

  /** The packet as it is written down. */
  Packet packet(Point point, Route route) {
    Map<String, Object> json = new LinkedHashMap<>();
    way(point, route, json);
    new Telling(fields).tell(point, json);
    List<String> local = new ArrayList<>();
    addLocal(point, SOURCE_HIGH, SOURCE_TYPE, local);
    addLocal(point, DESTINATION_HIGH, DESTINATION_TYPE, local);
    if (point.get(TRACKED_STATE) == ESTABLISHED) {
      translated(point, json, local);
    }
    json.put("local", local);
    try {
      return PacketFields.packet(json);
    } catch (PacketFormatException wrong) {
      throw new IllegalStateException("not a packet: " + json, wrong);
    }
  }

  private void way(Point point, Route route, Map<String, Object> json) {
    boolean sent = route.legs().getFirst().hook() == Hook.OUTPUT;
    boolean forward = passes(route, Hook.FORWARD);
    boolean stays = ADDRESS_TYPES.get((int) point.get(DESTINATION_TYPE)).equals("LOCAL");
    boolean input = passes(route, Hook.INPUT) || !forward && stays;
    json.put("hook", sent ? "output" : input ? "input" : "forward");
    if (!sent) {
      json.put("in", fields.names.name(point.get(IN)));
    }
    if (sent || !input) {
      json.put("out", fields.names.name(point.get(ROUTED_OUT)));
    }
  }

  /** An established connection tells both what it was sent to, and where to it is translated. */
  private void translated(Point point, Map<String, Object> json, List<String> local) {
    boolean ports = Protocols.hasPorts((int) point.get(PROTOCOL));
    if (point.get(REPLY) == 0 && point.get(IN) != fields.names.number("lo")) {
      json.put("orig_dst", address(point, DESTINATION_HIGH));
      json.put("dst", address(point, OTHER_DESTINATION_HIGH));
      addLocal(point, OTHER_DESTINATION_HIGH, OTHER_TYPE, local);
      if (ports) {
        json.put("orig_dport", point.get(DESTINATION_PORT));
        json.put("dport", point.get(OTHER_PORT));
      }
    } else if (point.get(DESTINATION_TRANSLATED) == 1) {
      json.put("orig_dst", address(point, ORIGINAL_DESTINATION_HIGH));
    }
  }

  private void addLocal(Point point, int high, int type, List<String> local) {
    if (ADDRESS_TYPES.get((int) point.get(type)).equals("LOCAL")) {
      local.add(address(point, high));
    }
  }

  private String address(Point point, int high) {
    return new Address(fields.family, point.get(high), point.get(high + 1)).toString();
  }

  /** A packet and no other. */
  Product alone(Point point) {
    Product only = Product.all(fields.space);
    for (int field = 0; field < fields.space.size(); field++) {
      only = only.with(field, IntervalSet.of(point.get(field)));
    }
    return only;
  }
}
