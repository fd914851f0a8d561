package dev.fwlint.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fwlint.FixtureFacts;
import dev.fwlint.ast.Backend;
import dev.fwlint.ast.Family;
import dev.fwlint.kernel.Outcome.Observation;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Packet;
import dev.fwlint.model.PacketFields;
import dev.fwlint.trace.Trace;
import dev.fwlint.trace.Trace.Event;
import dev.fwlint.trace.Tracer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Holds traces of packets through one ruleset against what each backend does with them. */
final class Judgement {
  private static final Path FIXTURES = Path.of("test-fixtures");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Firewall firewall;
  private final String text;
  private final String sets;
  private final Tracer tracer;

  Judgement(Firewall firewall) {
    this(firewall, "");
  }

  /**
   * @param sets the sets that the ruleset asks for, as ipset saves them
   */
  Judgement(Firewall firewall, String sets) {
    this.firewall = firewall;
    this.sets = sets;
    this.text = firewall.file().source().text();
    this.tracer = new Tracer(firewall);
  }

  /** A fixture with the sets that lie beside it. */
  static Judgement ofFixture(Firewall firewall, Path file) throws IOException {
    Path ipsets = FixtureFacts.ipsets(file);
    return new Judgement(firewall, Files.exists(ipsets) ? Files.readString(ipsets) : "");
  }

  /** The rulesets of a folder of fixtures. */
  static List<Path> rulesets(String folder) throws IOException {
    try (Stream<Path> all = Files.walk(FIXTURES.resolve(folder))) {
      return all.filter(file -> file.toString().matches(".*\\.v[46]")).sorted().toList();
    }
  }

  static String name(Path ruleset) {
    return FIXTURES.relativize(ruleset).toString();
  }

  static Family family(String name) {
    return name.endsWith("6") ? Family.IPV6 : Family.IPV4;
  }

  /**
   * Fails at the first packet of which the kernel does not what the trace says.
   *
   * @param enough how many of the packets the lab must be able to send
   */
  void on(List<Packet> packets, int enough) {
    List<String> refusals = new ArrayList<>();
    for (Backend backend : backends()) {
      try (KernelLab lab = new KernelLab(firewall.family(), backend)) {
        lab.restoreSets(sets);
        KernelLab.Load load = lab.load(text);
        if (load.loads()) {
          List<String> left = new ArrayList<>();
          int sent = compare(lab, backend, packets, left);
          assertTrue(
              sent >= enough,
              () -> "only %d packets could be sent: %s".formatted(sent, String.join("\n", left)));
        } else {
          refusals.add("%s does not load it: %s".formatted(backend, load.messages()));
        }
      }
    }
    assumeTrue(refusals.size() < backends().size(), () -> String.join("\n", refusals));
  }

  /** Of a table that stands twice, the backends keep other policies; the trace follows legacy. */
  private List<Backend> backends() {
    List<String> tables = text.lines().filter(line -> line.startsWith("*")).toList();
    return Set.copyOf(tables).size() == tables.size()
        ? List.of(Backend.values())
        : List.of(Backend.LEGACY);
  }

  private int compare(KernelLab lab, Backend backend, List<Packet> packets, List<String> left) {
    int sent = 0;
    for (Packet packet : packets) {
      switch (lab.send(packet)) {
        case Observation seen -> {
          sent++;
          Comparison comparison = new Comparison(packet, tracer.trace(packet), seen, backend);
          if (!comparison.backendsDiffer()) {
            check(comparison);
          }
        }
        case Outcome.NotStaged not -> left.add(not.why() + ": " + json(packet));
      }
    }
    return sent;
  }

  private void check(Comparison comparison) {
    List<String> differences = comparison.differences();
    if (!differences.isEmpty()) {
      fail(
          "%s%n%s%n%s%ntrace: %s%nkernel: %s%n%n%s"
              .formatted(
                  comparison.backend(),
                  json(comparison.packet()),
                  String.join("\n", differences),
                  way(comparison.trace()),
                  comparison.seen(),
                  sets + text));
    }
  }

  private static String json(Packet packet) {
    try {
      return JSON.writeValueAsString(PacketFields.fields(packet));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String way(Trace trace) {
    StringBuilder way = new StringBuilder(trace.verdict().name());
    for (Event event : trace.events()) {
      way.append("\n  ")
          .append(
              switch (event) {
                case Event.Hit hit -> hit.step().path();
                case Event.Open open -> "? " + open.step().path();
                case Event.Policy end -> end.table() + "/" + end.chain() + " policy";
              });
    }
    return way.toString();
  }
}
