package dev.fwlint.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fwlint.ast.Backend;
import dev.fwlint.ast.Family;
import dev.fwlint.kernel.Counters.Place;
import dev.fwlint.kernel.Outcome.Observation;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Loader;
import dev.fwlint.model.Packet;
import dev.fwlint.model.PacketFields;
import dev.fwlint.model.PacketFormatException;
import dev.fwlint.parse.RestoreReader;
import dev.fwlint.source.SourceFile;
import dev.fwlint.trace.Trace;
import dev.fwlint.trace.Tracer;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A ruleset on both backends, or on one, and what single packets do to it. */
final class Trial implements AutoCloseable {
  private static final String NUMBERS =
      "sport|dport|icmp_type|icmp_code|orig_dport|mark|ctmark|ttl|length";

  private final Map<Backend, KernelLab> labs = new EnumMap<>(Backend.class);
  private final Firewall firewall;

  private Trial(Family family, String rules, Backend... backends) {
    Optional<String> missing = KernelLab.missing();
    assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    firewall = Loader.load(RestoreReader.read(new SourceFile("rules", rules), family));
    for (Backend backend : backends) {
      KernelLab lab = new KernelLab(family, backend);
      labs.put(backend, lab);
      KernelLab.Load load = lab.load(rules);
      assertTrue(load.loads(), () -> backend + ": " + load.messages());
    }
  }

  static Trial of(String rules) {
    return new Trial(Family.IPV4, rules, Backend.values());
  }

  static Trial of6(String rules) {
    return new Trial(Family.IPV6, rules, Backend.values());
  }

  static Trial on(Backend backend, String rules) {
    return new Trial(Family.IPV4, rules, backend);
  }

  /**
   * The numbers of the rules of a chain that a packet hits, each as often as it does; the backends
   * must agree.
   */
  String hits(String chain, String packet) {
    return numbers(chain, seen(packet).hits());
  }

  /** The built-in chains whose policy counts the packet. */
  String policies(String packet) {
    return seen(packet).policy().keySet().stream()
        .map(Place::toString)
        .collect(Collectors.joining(" "));
  }

  Outcome.Fate fate(String packet) {
    return seen(packet).fate();
  }

  /** Why the lab cannot have such a packet. */
  String refusal(String packet) {
    return ((Outcome.NotStaged) labs.values().iterator().next().send(packet(packet))).why();
  }

  /** Fails unless the trace tells all of what each backend does with the packet. */
  void agree(String text) {
    assertEquals(0, new Tracer(firewall).trace(packet(text)).unknown().count(), text);
    agreeAsFarAsKnown(text);
  }

  /** As {@link #agree}, up to what the packet does not decide. */
  void agreeAsFarAsKnown(String text) {
    Packet packet = packet(text);
    Trace trace = new Tracer(firewall).trace(packet);
    labs.forEach((backend, lab) -> {
      Observation seen = observation(lab, packet);
      assertEquals(
          List.of(), new Comparison(firewall, packet, trace, seen, backend).differences(), text);
    });
  }

  private Observation seen(String text) {
    Packet packet = packet(text);
    List<Observation> seen = labs.values().stream().map(lab -> observation(lab, packet)).toList();
    assertEquals(seen.getFirst().hits(), seen.getLast().hits(), "the backends differ");
    return seen.getFirst();
  }

  private static Observation observation(KernelLab lab, Packet packet) {
    return switch (lab.send(packet)) {
      case Observation observation -> observation;
      case Outcome.NotStaged not -> throw new AssertionError(not.why());
    };
  }

  private static String numbers(String chain, SortedMap<Place, Long> hits) {
    return hits.entrySet().stream()
        .filter(hit -> (hit.getKey().table() + "/" + hit.getKey().chain()).equals(chain))
        .flatMap(hit -> Stream.generate(hit.getKey()::index).limit(hit.getValue()))
        .map(String::valueOf)
        .collect(Collectors.joining(" "));
  }

  /**
   * Reads {@code key=value} pairs; lists are split at commas, routes written {@code
   * NETWORK>INTERFACE}.
   */
  static Packet packet(String text) {
    Map<String, Object> fields = new LinkedHashMap<>(Map.of("proto", "tcp"));
    for (String pair : text.split(" ")) {
      String[] parts = pair.split("=", 2);
      fields.put(parts[0], value(parts[0], parts[1]));
    }
    try {
      return PacketFields.packet(fields);
    } catch (PacketFormatException wrong) {
      throw new IllegalArgumentException(text, wrong);
    }
  }

  private static Object value(String key, String text) {
    if (key.matches(NUMBERS)) {
      return Long.decode(text);
    }
    return switch (key) {
      case "local" -> List.of(text.split(","));
      case "routes" -> Stream.of(text.split(",")).map(route -> List.of(route.split(">"))).toList();
      default -> text;
    };
  }

  @Override
  public void close() {
    labs.values().forEach(KernelLab::close);
  }
}
