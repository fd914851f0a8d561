package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.packets.Cover;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.PacketSet;
import dev.fwlint.packets.Preferences;
import dev.fwlint.packets.Product;
import dev.fwlint.reach.Opening.Hosts;
import dev.fwlint.reach.Opening.Sent;
import dev.fwlint.reach.Piece.Fate;
import dev.fwlint.reach.Strip.Key;
import dev.fwlint.reach.Strip.Share;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads off strips what one segment may open to another, for sure and perhaps. */
final class CellReader {
  private static final Map<Integer, String> OTHERS =
      new TreeMap<>(Map.of(SOURCE_PORT, "sport", LENGTH, "length", TTL, "ttl", MAC, "mac"));

  private final Fields fields;
  private final Territory territory;
  private final Segment from;
  private final Segment to;
  private final PacketSet sources;
  private final Effort effort;

  CellReader(Program program, Territory territory, Segment from, Segment to, Effort effort) {
    this.effort = effort;
    this.fields = program.fields;
    this.territory = territory;
    this.from = from;
    this.to = to;
    this.sources = at(from, SOURCE_HIGH);
  }

  private PacketSet at(Segment segment, int high) {
    return segment.equals(Segment.HOST) ? territory.ofHost(high) : territory.of(segment, high);
  }

  /** Where the first packets are sent to that are told together. */
  private PacketSet destinations(Sent sent) {
    return switch (sent) {
      case THERE -> at(to, DESTINATION_HIGH);
      case TO_HOST -> territory.ofHost(DESTINATION_HIGH);
      case ELSEWHERE -> PacketSet.of(Territory.unicast(fields, DESTINATION_HIGH));
    };
  }

  /** All that is open, but for what takes too much to read off: see {@link Effort}. */
  List<Opening> openings(List<Strip> strips) {
    Map<Key, List<Strip>> byKey = new LinkedHashMap<>();
    List<Strip> hidden = new ArrayList<>();
    for (Strip strip : strips) {
      if (strip.fate() != Fate.STOPS) {
        byKey.computeIfAbsent(strip.key(), k -> new ArrayList<>()).add(strip);
      }
      if (strip.hidden()) {
        hidden.add(strip);
      }
    }
    List<Opening> openings = new ArrayList<>();
    byKey.forEach((key, own) -> openings.addAll(openings(key, own, hidden)));
    return openings;
  }

  private List<Opening> openings(Key key, List<Strip> own, List<Strip> hidden) {
    Shown passing = new Shown(key);
    Shown possible = new Shown(key);
    Shown stopping = new Shown(key);
    for (Strip strip : own) {
      possible.add(strip);
      (strip.fate() == Fate.PASSES ? passing : stopping).add(strip);
    }
    if (hidden.isEmpty()) {
      int compared = stopping.packets.isEmpty() ? 0 : possible.packets.size();
      return effort.allows(compared) ? openings(passing, stopping) : List.of();
    }
    for (Strip strip : hidden) {
      boolean other = strip.fate() == Fate.STOPS || !strip.key().equals(key);
      if (other && comes(strip, key)) {
        stopping.add(strip);
      }
    }
    if (!effort.allows(possible.packets.size() + stopping.packets.size())) {
      return List.of();
    }
    PacketSet certain = passing.set().subtract(stopping.set());
    List<Opening> openings = new ArrayList<>(possible.read(certain, true, Set.of()));
    Set<String> doubts = new TreeSet<>(possible.doubts);
    doubts.addAll(stopping.doubts);
    openings.addAll(possible.read(possible.set().subtract(certain), false, doubts));
    return openings;
  }

  private static List<Opening> openings(Shown passing, Shown stopping) {
    List<Opening> openings = new ArrayList<>(passing.read(true, Set.of()));
    boolean both = !passing.packets.isEmpty() && !stopping.packets.isEmpty();
    PacketSet perhaps = both ? stopping.set().subtract(passing.set()) : stopping.set();
    openings.addAll(stopping.read(perhaps, false, stopping.doubts));
    return openings;
  }

  /** Whether packets could be told with others if they went the same way. */
  private boolean comes(Strip strip, Key key) {
    boolean there =
        to.equals(Segment.HOST)
            || strip.leaves(key.moved()).contains(fields.names.number(to.device()));
    return there && strip.local() == isLocal(key);
  }

  private boolean isLocal(Key key) {
    return key.sent() == Sent.TO_HOST || key.sent() == Sent.THERE && to.equals(Segment.HOST);
  }

  /** What is shown of strips. */
  private final class Shown {
    private final Key key;
    private final PacketSet destinations;
    private final List<Product> packets = new ArrayList<>();
    private final Set<String> doubts = new TreeSet<>();

    Shown(Key key) {
      this.key = key;
      destinations = CellReader.this.destinations(key.sent());
    }

    void add(Strip strip) {
      Product shown = strip.shown();
      boolean none =
          Strip.share(shown, SOURCE_HIGH, sources) == Share.NONE
              || Strip.share(shown, DESTINATION_HIGH, destinations) == Share.NONE;
      if (!none) {
        packets.add(plain(shown));
        doubts.addAll(strip.doubts());
      }
    }

    /** Without what is said of addresses that holds of all that are meant. */
    private Product plain(Product shown) {
      Product result = shown;
      if (Strip.share(result, SOURCE_HIGH, sources) == Share.ALL) {
        result = result.without(SOURCE_HIGH).without(SOURCE);
      }
      if (Strip.share(result, DESTINATION_HIGH, destinations) == Share.ALL) {
        result = result.without(DESTINATION_HIGH).without(DESTINATION);
      }
      return result;
    }

    /** Without what several say of addresses that together are all that are meant. */
    private List<Product> covering(List<Product> products) {
      return covering(covering(products, SOURCE_HIGH, sources), DESTINATION_HIGH, destinations);
    }

    private List<Product> covering(List<Product> products, int high, PacketSet meant) {
      Map<Product, List<Product>> byRest = new LinkedHashMap<>();
      for (Product product : products) {
        Product rest = product.without(high).without(high + 1);
        byRest.computeIfAbsent(rest, r -> new ArrayList<>()).add(product);
      }
      List<Product> result = new ArrayList<>();
      byRest.forEach((rest, alike) -> {
        boolean all =
            alike.size() > 1
                && meant.intersect(rest).products().stream()
                    .allMatch(
                        one -> Cover.of(one, alike, Preferences.NONE) instanceof Cover.Covered);
        result.addAll(all ? List.of(rest) : alike);
      });
      return result;
    }

    PacketSet set() {
      return PacketSet.union(fields.space, packets);
    }

    List<Opening> read(boolean certain, Set<String> why) {
      return read(packets, certain, why);
    }

    List<Opening> read(PacketSet of, boolean certain, Set<String> why) {
      return read(of.products(), certain, why);
    }

    private List<Opening> read(List<Product> of, boolean certain, Set<String> why) {
      return new Reading(fields, this::plain, this::covering)
          .entries(of).stream()
              .filter(entry -> Strip.share(entry.rest(), SOURCE_HIGH, sources) != Share.NONE)
              .filter(
                  entry -> Strip.share(entry.rest(), DESTINATION_HIGH, destinations) != Share.NONE)
              .map(entry -> opening(entry, certain, why))
              .toList();
    }

    private Opening opening(Reading.Entry entry, boolean certain, Set<String> why) {
      Map<String, IntervalSet> others = new LinkedHashMap<>();
      OTHERS.forEach((field, name) -> {
        if (!entry.rest().set(field).isAll(fields.space.greatest(field))) {
          others.put(name, entry.rest().set(field));
        }
      });
      return new Opening(
          entry.protocols(),
          entry.ports(),
          key.sent(),
          List.copyOf(key.targets()),
          hosts(entry.rest(), SOURCE_HIGH, sources),
          hosts(entry.rest(), DESTINATION_HIGH, destinations),
          others,
          certain,
          List.copyOf(why));
    }

    private Hosts hosts(Product rest, int high, PacketSet meant) {
      return new Blocks(fields).of(rest, high, meant);
    }
  }

  /** One of the first packets that get through, for sure if there is one. */
  Map<String, Object> example(List<Strip> strips) {
    return strips.stream()
        .filter(strip -> strip.fate() != Fate.STOPS)
        .sorted(
            Comparator.comparing((Strip strip) -> strip.fate() != Fate.PASSES || strip.hidden()))
        .flatMap(strip -> {
          PacketSet meant = destinations(strip.key().sent());
          return Specimen.of(fields, strip, from, to, sources, meant).stream();
        })
        .findFirst()
        .orElse(Map.of());
  }
}
