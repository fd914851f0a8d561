package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;
import dev.fwlint.model.Hook;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.Point;
import dev.fwlint.packets.Preferences;
import dev.fwlint.packets.Product;
import dev.fwlint.reach.Program.Site;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes packets that a step was written for, and that can exist, as JSON objects. */
final class Specimens {
  private static final List<String> STATES =
      List.of("NEW", "ESTABLISHED", "RELATED", "INVALID", "UNTRACKED");
  private static final int ENOUGH = 6;
  private static final String[] FLAGS = {"FIN", "SYN", "RST", "PSH", "ACK", "URG"};

  private final Program program;
  private final Paths paths;
  private final boolean v6;
  private final List<Sort> sorts;
  private final Preferences usual;

  /** A sort of packet that exists: its protocol, state, and what else belongs to it. */
  private record Sort(int protocol, int state, int reply, int flags, int type) {}

  Specimens(Program program, Paths paths) {
    this.program = program;
    this.paths = paths;
    this.v6 = program.fields.family == Family.IPV6;
    this.sorts = sorts();
    this.usual = Preferences.of(program.fields.space, this::usual);
  }

  private List<Sort> sorts() {
    int icmp = v6 ? 58 : 1;
    return List.of(
        new Sort(6, NEW, 0, 2, -1),
        new Sort(17, NEW, 0, -1, -1),
        new Sort(6, ESTABLISHED, 0, 16, -1),
        new Sort(6, ESTABLISHED, 1, 16, -1),
        new Sort(17, ESTABLISHED, 1, -1, -1),
        new Sort(icmp, NEW, 0, -1, v6 ? 128 : 8),
        new Sort(132, NEW, 0, -1, -1),
        new Sort(33, NEW, 0, -1, -1),
        new Sort(136, NEW, 0, -1, -1),
        new Sort(47, NEW, 0, -1, -1),
        new Sort(icmp, RELATED, 0, -1, v6 ? 1 : 3),
        new Sort(icmp, ESTABLISHED, 1, -1, v6 ? 129 : 0),
        new Sort(6, NEW, 0, 16, -1),
        new Sort(6, ESTABLISHED, 0, 24, -1),
        new Sort(6, INVALID, 0, 18, -1),
        new Sort(6, INVALID, 0, 0, -1),
        new Sort(6, INVALID, 0, 1, -1),
        new Sort(6, INVALID, 0, 41, -1),
        new Sort(6, ESTABLISHED, 0, 17, -1),
        new Sort(6, ESTABLISHED, 0, 48, -1),
        new Sort(17, UNTRACKED_STATE, 0, -1, -1));
  }

  /** Some packets, the plainest first. */
  List<Map<String, Object>> of(Site site) {
    Optional<Path> path = firstPath(site);
    if (path.isEmpty()) {
      return List.of();
    }
    Product own = site.op().demand().upperBound(Product.all(program.fields.space));
    Product all = own;
    for (Site caller : path.get().sites()) {
      all = caller.op().demand().upperBound(all);
    }
    Product box = all.isEmpty() ? own : all;
    return sorts.stream()
        .flatMap(sort -> packet(box, sort, path.get()).stream())
        .limit(ENOUGH)
        .toList();
  }

  private Optional<Path> firstPath(Site site) {
    List<Path> found = new ArrayList<>();
    paths.offer(site, site.op().demand(), found::add);
    if (found.isEmpty()) {
      paths.offer(site, Demand.NOTHING, found::add);
    }
    return found.stream().findFirst();
  }

  private Optional<Map<String, Object>> packet(Product box, Sort sort, Path path) {
    IntervalSet state = box.set(STATE);
    boolean raw = path.route().last().table().equals("raw");
    Product narrowed =
        box.without(STATE)
            .with(TRACKED_STATE, raw ? IntervalSet.all(UNTRACKED_STATE) : state)
            .with(TRACKED_STATE, IntervalSet.of(sort.state()))
            .with(PROTOCOL, IntervalSet.of(sort.protocol()))
            .with(REPLY, IntervalSet.of(sort.reply()));
    if (sort.flags() >= 0) {
      narrowed = narrowed.with(TCP_FLAGS, IntervalSet.of(sort.flags()));
    }
    if (sort.type() >= 0) {
      narrowed = narrowed.with(SOURCE_PORT, IntervalSet.of(sort.type()));
    }
    long least = Lengths.least(sort.protocol(), sort.state() == RELATED, v6);
    narrowed = narrowed.with(LENGTH, IntervalSet.of(least, 0xffff));
    narrowed = existing(narrowed, path.route().legs().getFirst().hook());
    return narrowed.isEmpty() ? Optional.empty() : json(narrowed, path);
  }

  /** A packet that is told in JSON has a source that may be one, and a TTL that lets it pass. */
  private Product existing(Product box, Hook first) {
    Product result = box.with(TTL, IntervalSet.of(2, 255));
    if (!v6) {
      IntervalSet sources =
          IntervalSet.of(0x0100_0000L, 0x7eff_ffffL)
              .union(IntervalSet.of(0x8000_0000L, 0xdfff_ffffL));
      result = result.with(SOURCE, sources);
    }
    long last = program.fields.space.greatest(IN);
    return first == Hook.OUTPUT
        ? result.with(OUT, IntervalSet.of(1, last))
        : result.with(IN, IntervalSet.of(1, last));
  }

  private Optional<Map<String, Object>> json(Product box, Path path) {
    Point point = apart(box);
    Map<String, Object> json = new LinkedHashMap<>();
    Hook hook = path.route().last().hook();
    boolean sent = path.route().legs().getFirst().hook() == Hook.OUTPUT;
    boolean local = ADDRESS_TYPES.get((int) point.get(DESTINATION_TYPE)).equals("LOCAL");
    boolean input = hook == Hook.INPUT || hook == Hook.PREROUTING && local;
    json.put("hook", sent ? "output" : input ? "input" : "forward");
    if (!sent) {
      json.put("in", program.fields.names.name(point.get(IN)));
    }
    if (!input) {
      json.put("out", out(point, path));
    }
    addresses(json, point);
    transport(json, point);
    rest(json, point);
    return Optional.of(json);
  }

  /** From one host to another, where that can be. */
  private Point apart(Product box) {
    Point point = box.pick(usual);
    if (point.get(SOURCE) != point.get(DESTINATION)) {
      return point;
    }
    for (int end : new int[] {SOURCE, DESTINATION}) {
      IntervalSet same = IntervalSet.of(point.get(end));
      Product others = box.with(end, same.complement(program.fields.space.greatest(end)));
      if (!others.isEmpty()) {
        return others.pick(usual);
      }
    }
    return point;
  }

  private String out(Point point, Path path) {
    boolean seen = path.route().last().hook() != Hook.PREROUTING;
    long out = seen ? point.get(OUT) : 0;
    return program.fields.names.name(out == Names.NONE ? program.fields.names.other() : out);
  }

  private void addresses(Map<String, Object> json, Point point) {
    Family family = program.fields.family;
    Address to = new Address(family, point.get(DESTINATION_HIGH), point.get(DESTINATION));
    json.put("src", new Address(family, point.get(SOURCE_HIGH), point.get(SOURCE)).toString());
    json.put("dst", to.toString());
    if (ADDRESS_TYPES.get((int) point.get(DESTINATION_TYPE)).equals("LOCAL")) {
      json.put("local", List.of(to.toString()));
    }
  }

  private void transport(Map<String, Object> json, Point point) {
    int protocol = (int) point.get(PROTOCOL);
    json.put("proto", dev.fwlint.model.Protocols.name(protocol));
    if (dev.fwlint.model.Protocols.hasPorts(protocol)) {
      json.put("sport", point.get(SOURCE_PORT));
      json.put("dport", point.get(DESTINATION_PORT));
    } else if (dev.fwlint.model.Protocols.isIcmp(protocol)) {
      json.put("icmp_type", Math.min(255, point.get(SOURCE_PORT)));
      json.put("icmp_code", Math.min(255, point.get(DESTINATION_PORT)));
    }
    if (protocol == dev.fwlint.model.Protocols.TCP) {
      json.put("flags", flags(point.get(TCP_FLAGS)));
    }
  }

  private static String flags(long bits) {
    List<String> names = new ArrayList<>();
    for (int bit = 0; bit < FLAGS.length; bit++) {
      if ((bits >> bit & 1) == 1) {
        names.add(FLAGS[bit]);
      }
    }
    return names.isEmpty() ? "NONE" : String.join(",", names);
  }

  private void rest(Map<String, Object> json, Point point) {
    json.put("state", STATES.get((int) point.get(TRACKED_STATE)));
    if (point.get(REPLY) == 1) {
      json.put("dir", "REPLY");
    }
    put(json, "mark", program.fields.marks.mark(point.get(MARK)), 0);
    put(json, "ctmark", program.fields.marks.mark(point.get(CONNECTION_MARK)), 0);
    put(json, "ttl", point.get(TTL), 64);
    put(json, "length", point.get(LENGTH), Lengths.usual((int) point.get(PROTOCOL), v6));
    if (point.get(MAC) != 0) {
      json.put("mac", "%012x".formatted(point.get(MAC)).replaceAll("(..)(?!$)", "$1:"));
    }
  }

  private static void put(Map<String, Object> json, String key, long value, long usual) {
    if (value != usual) {
      json.put(key, value);
    }
  }

  private long[] usual(int field) {
    long other = program.fields.names.other();
    return switch (field) {
      case IN, OUT -> new long[] {other, program.fields.names.number("eth0")};
      case SOURCE_HIGH, DESTINATION_HIGH -> new long[] {0x2001_0db8_0000_0000L};
      case SOURCE -> new long[] {v6 ? 7 : 0xc633_6407L, 0x0a01_0203L};
      case DESTINATION -> new long[] {v6 ? 9 : 0xcb00_7109L, 0x0a02_0304L};
      case SOURCE_PORT -> new long[] {40_000};
      case DESTINATION_PORT -> new long[] {80, 0};
      case TTL -> new long[] {64};
      default -> new long[] {0};
    };
  }
}
