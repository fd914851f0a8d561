package dev.fwlint.kernel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fwlint.ast.Backend;
import dev.fwlint.kernel.Outcome.NotStaged;
import dev.fwlint.kernel.Outcome.Observation;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Packet;
import dev.fwlint.model.PacketFields;
import dev.fwlint.trace.Trace;
import dev.fwlint.trace.Trace.Event;
import dev.fwlint.trace.Tracer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** Holds traces of packets through one ruleset against what each backend does with them. */
final class Judgement {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** More differences than these would be of the same kind. */
  private static final int SHOWN = 3;

  private final Firewall firewall;
  private final String text;
  private final Tracer tracer;
  private final Tally tally;
  private final List<String> differences = Collections.synchronizedList(new ArrayList<>());

  private final List<String> unsent = Collections.synchronizedList(new ArrayList<>());

  Judgement(Firewall firewall, Tally tally) {
    this.firewall = firewall;
    this.text = firewall.file().source().text();
    this.tracer = new Tracer(firewall);
    this.tally = tally;
  }

  /** A packet and its way as the trace tells it. */
  private record Traced(Packet packet, Trace trace) {}

  /**
   * Sends the packets through all backends that load the ruleset, at once.
   *
   * @param enough each backend gets no more than that
   * @return how many packets each of these backends was sent
   */
  Map<Backend, Integer> on(List<Packet> packets, int enough) {
    List<Traced> traced = packets.stream().map(p -> new Traced(p, tracer.trace(p))).toList();
    Map<Backend, Integer> sent = new EnumMap<>(Backend.class);
    try (ExecutorService threads = Executors.newFixedThreadPool(Backend.values().length)) {
      Map<Backend, Future<Integer>> running = new EnumMap<>(Backend.class);
      backends().forEach(b -> running.put(b, threads.submit(() -> send(traced, b, enough))));
      for (Map.Entry<Backend, Future<Integer>> one : running.entrySet()) {
        int count = one.getValue().get();
        if (count >= 0) {
          sent.put(one.getKey(), count);
        }
      }
    } catch (ExecutionException failure) {
      throw new IllegalStateException(firewall.file().source().name(), failure.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
    return sent;
  }

  /** Of a table that stands twice, the backends keep other policies; the trace follows legacy. */
  private List<Backend> backends() {
    List<String> tables = text.lines().filter(line -> line.startsWith("*")).toList();
    return Set.copyOf(tables).size() == tables.size()
        ? List.of(Backend.values())
        : List.of(Backend.LEGACY);
  }

  /** How many packets were sent; -1 where the ruleset does not load. */
  private int send(List<Traced> packets, Backend backend, int enough) {
    try (KernelLab lab = new KernelLab(firewall.family(), backend)) {
      KernelLab.Load load = lab.load(text);
      if (!load.loads()) {
        tally.count("rulesets that do not load, " + backend, 1);
        return -1;
      }
      tally.count("rulesets, " + backend, 1);
      return send(packets, lab, backend, enough);
    }
  }

  private int send(List<Traced> packets, KernelLab lab, Backend backend, int enough) {
    int sent = 0;
    for (Traced traced : packets) {
      if (sent == enough) {
        break;
      }
      switch (lab.send(traced.packet())) {
        case NotStaged not -> {
          tally.refuse(not.why(), json(traced.packet()));
          unsent.add("%s: %s: %s".formatted(backend, not.why(), json(traced.packet())));
        }
        case Observation seen -> {
          sent++;
          compare(new Comparison(firewall, traced.packet(), traced.trace(), seen, backend));
        }
      }
    }
    tally.count("packets sent, " + backend, sent);
    return sent;
  }

  private void compare(Comparison comparison) {
    if (comparison.backendsDiffer()) {
      tally.count("packets of which the backends differ", 1);
      return;
    }
    if (comparison.open()) {
      tally.count("packets whose trace leaves something open", 1);
    }
    List<String> found = comparison.differences();
    if (!found.isEmpty()) {
      differences.add(
          "%s %s%n%s%n%s%ntrace: %s%nkernel: %s%n"
              .formatted(
                  firewall.file().source().name(),
                  comparison.backend(),
                  json(comparison.packet()),
                  String.join("\n", found),
                  way(comparison.trace()),
                  comparison.seen()));
    }
  }

  /** The packets that were not sent, and why. */
  List<String> unsent() {
    return List.copyOf(unsent);
  }

  /** What differs; empty where the kernel did with every packet what the trace says. */
  List<String> differences() {
    return List.copyOf(differences);
  }

  /** The first differences, and the ruleset. */
  String failure() {
    return "%d differences%n%s%n%s"
        .formatted(
            differences.size(),
            differences().stream().limit(SHOWN).collect(Collectors.joining("\n")),
            text);
  }

  static String json(Packet packet) {
    try {
      return JSON.writeValueAsString(PacketFields.fields(packet));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String way(Trace trace) {
    List<String> way = new ArrayList<>(List.of(trace.verdict().name()));
    for (Event event : trace.events()) {
      way.add(
          switch (event) {
            case Event.Hit hit -> hit.step().path();
            case Event.Open open -> "? " + open.step().path();
            case Event.Policy end -> end.table() + "/" + end.chain() + " policy";
          });
    }
    return String.join("\n  ", way);
  }
}
