package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Hook;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.Point;
import dev.fwlint.packets.Preferences;
import dev.fwlint.packets.Product;
import dev.fwlint.reach.Program.Site;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes packets that a step was written for, and that can exist, as JSON objects. */
final class Specimens {
  /** What routing and time leave as it is. */
  private static final int[] LASTING = {
    SOURCE_HIGH,
    SOURCE,
    DESTINATION_HIGH,
    DESTINATION,
    DESTINATION_TYPE,
    MARK,
    CONNECTION_MARK,
    MAC,
    PACKET_TYPE
  };

  private static final int ENOUGH = 6;

  private final Program program;
  private final Paths paths;
  private final boolean v6;
  private final Preferences usual;

  Specimens(Program program, Paths paths) {
    this.program = program;
    this.paths = paths;
    this.v6 = program.fields.family == Family.IPV6;
    this.usual = Preferences.of(program.fields.space, this::usual);
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
    return Sort.all(program.fields.family, box.set(PROTOCOL)).stream()
        .flatMap(sort -> packet(box, sort, path.get()).stream())
        .limit(ENOUGH)
        .toList();
  }

  /** Packets like one that hits the goal of a path, those of its own kind first. */
  Stream<Map<String, Object>> like(Path path, Run run) {
    Product box = path.goal().op().demand().upperBound(Product.all(program.fields.space));
    for (int field : LASTING) {
      box = box.with(field, IntervalSet.of(received(run, field)));
    }
    for (int field : new int[] {IN, OUT}) {
      if (!run.state().isUnknown(field)) {
        box = box.with(field, IntervalSet.of(run.state().get(field)));
      }
    }
    Product like = box;
    return Sort.all(program.fields.family, box.set(PROTOCOL)).stream()
        .sorted(Comparator.comparingInt(sort -> differences(sort, run.packet())))
        .flatMap(sort -> packet(withPorts(like, sort, run), sort, path).stream());
  }

  private static int differences(Sort sort, Point packet) {
    return (sort.protocol() == packet.get(PROTOCOL) ? 0 : 2)
        + (sort.state() == packet.get(TRACKED_STATE) ? 0 : 1);
  }

  /** A trace takes a nat table that is missing as empty, and reach as one that may translate. */
  private long received(Run run, int field) {
    boolean there = !program.has("nat") && !run.state().isUnknown(field);
    return there ? run.state().get(field) : run.packet().get(field);
  }

  private Product withPorts(Product box, Sort sort, Run run) {
    if (sort.protocol() != run.packet().get(PROTOCOL)) {
      return box;
    }
    Product result = box;
    for (int field : new int[] {SOURCE_PORT, DESTINATION_PORT}) {
      result = result.with(field, IntervalSet.of(received(run, field)));
    }
    return result;
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
    // raw sees none yet, and may take any packet out of tracking
    boolean any = state.contains(UNTRACKED_STATE) || raw && state.contains(INVALID);
    Product tracked =
        box.without(STATE).with(TRACKED_STATE, any ? IntervalSet.all(UNTRACKED_STATE) : state);
    Product narrowed = existing(sort.of(tracked, v6), path);
    return narrowed.isEmpty() ? Optional.empty() : json(narrowed, path);
  }

  /** A packet that is told in JSON has a source that may be one, and a TTL that lets it pass. */
  private Product existing(Product box, Path path) {
    Product result = box.with(TTL, IntervalSet.of(2, 255));
    boolean sent = path.route().legs().getFirst().hook() == Hook.OUTPUT;
    boolean stays = sent || path.route().last().hook() == Hook.INPUT;
    if (!v6) {
      Product hosts = result.with(SOURCE, Unreal.SENDERS).with(DESTINATION, Unreal.HOSTS);
      result = hosts.isEmpty() && stays ? result.with(SOURCE, Unreal.SENDERS) : hosts;
    } else if (!stays) {
      result = result.with(SOURCE_HIGH, Unreal.ROUTED).with(DESTINATION_HIGH, Unreal.ROUTED);
    }
    long last = program.fields.space.greatest(IN);
    if (sent) {
      return result.with(OUT, IntervalSet.of(1, last));
    }
    IntervalSet lo = IntervalSet.of(program.fields.names.number("lo"));
    Product fromOutside = result.with(IN, IntervalSet.of(1, last).subtract(lo));
    Hook hook = path.route().last().hook();
    boolean staysHere = hook == Hook.PREROUTING || hook == Hook.INPUT;
    return fromOutside.isEmpty() && staysHere ? result.with(IN, lo) : fromOutside;
  }

  private Optional<Map<String, Object>> json(Product box, Path path) {
    Point point = apart(box);
    Map<String, Object> json = new LinkedHashMap<>();
    Hook hook = path.route().last().hook();
    boolean sent = path.route().legs().getFirst().hook() == Hook.OUTPUT;
    boolean local = ADDRESS_TYPES.get((int) point.get(DESTINATION_TYPE)).equals("LOCAL");
    boolean back = point.get(IN) == program.fields.names.number("lo");
    boolean input = hook == Hook.INPUT || hook == Hook.PREROUTING && (local || back);
    json.put("hook", sent ? "output" : input ? "input" : "forward");
    if (!sent) {
      json.put("in", program.fields.names.name(point.get(IN)));
    }
    if (!input) {
      json.put("out", out(point, path));
    }
    new Telling(program.fields).tell(point, json);
    if (sent && "lo".equals(json.get("out"))) {
      json.put("local", List.of(json.get("dst")));
    }
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
