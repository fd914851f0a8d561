package dev.fwlint.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fwlint.ast.Backend;
import dev.fwlint.ast.Family;
import dev.fwlint.kernel.Outcome.Observation;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Loader;
import dev.fwlint.model.Packet;
import dev.fwlint.model.PacketFields;
import dev.fwlint.parse.RestoreReader;
import dev.fwlint.source.SourceFile;
import dev.fwlint.trace.Trace;
import dev.fwlint.trace.Tracer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The kernel does with random packets what the trace says. */
@Tag("kernel")
class KernelAgreesTest {
  private static final Path FIXTURES = Path.of("test-fixtures");
  private static final long SEED = Long.getLong("kernel.seed", 1);
  private static final int PACKETS = Integer.getInteger("kernel.packets", 60);
  private static final int RULESETS = Integer.getInteger("kernel.rulesets", 30);
  private static final ObjectMapper JSON = new ObjectMapper();

  @BeforeAll
  static void needsAKernel() {
    Optional<String> missing = KernelLab.missing();
    assumeTrue(missing.isEmpty(), missing::orElseThrow);
  }

  @TestFactory
  Stream<DynamicTest> fixtures() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(FIXTURES.resolve("clean"))) {
      files = all.filter(file -> file.toString().matches(".*\\.v[46]")).sorted().toList();
    }
    return files.stream().map(file -> test(file.getFileName().toString(), () -> read(file)));
  }

  @TestFactory
  Stream<DynamicTest> randomRulesets() {
    return Stream.iterate(0, i -> i < RULESETS, i -> i + 1)
        .map(number -> {
          boolean v6 = number % 4 == 3;
          String name = "random %d.v%d".formatted(SEED + number, v6 ? 6 : 4);
          return test(name, () -> new RulesetMaker(SEED + number, family(name)).make());
        });
  }

  private interface Text {
    String get() throws IOException;
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file);
  }

  private static Family family(String name) {
    return name.endsWith("6") ? Family.IPV6 : Family.IPV4;
  }

  private static DynamicTest test(String name, Text text) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          for (Backend backend : Backend.values()) {
            judge(text.get(), family(name), backend);
          }
        });
  }

  private static void judge(String text, Family family, Backend backend) {
    Firewall firewall = Loader.load(RestoreReader.read(new SourceFile("ruleset", text), family));
    try (KernelLab lab = new KernelLab(family, backend)) {
      KernelLab.Load load = lab.load(text);
      assumeTrue(load.loads(), () -> backend + " does not load it: " + load.messages());
      Tracer tracer = new Tracer(firewall);
      PacketMaker packets = new PacketMaker(firewall, new Random(SEED));
      int observed = 0;
      for (int i = 0; i < PACKETS; i++) {
        Packet packet = packets.next();
        if (lab.send(packet) instanceof Observation seen) {
          observed++;
          Comparison comparison = new Comparison(packet, tracer.trace(packet), seen, backend);
          if (!comparison.backendsDiffer()) {
            check(text, comparison);
          }
        }
      }
      assertTrue(observed > PACKETS / 3, "only %d packets could be sent".formatted(observed));
    }
  }

  private static void check(String text, Comparison comparison) {
    List<String> differences = comparison.differences();
    if (!differences.isEmpty()) {
      fail(
          "%s, seed %d%n%s%n%s%ntrace: %s%nkernel: %s%n%n%s"
              .formatted(
                  comparison.backend(),
                  SEED,
                  json(comparison.packet()),
                  String.join("\n", differences),
                  way(comparison.trace()),
                  comparison.seen(),
                  text));
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
    for (Trace.Event event : trace.events()) {
      way.append("\n  ")
          .append(
              switch (event) {
                case Trace.Event.Hit hit -> hit.step().path();
                case Trace.Event.Open open -> "? " + open.step().path();
                case Trace.Event.Policy end -> end.table() + "/" + end.chain() + " policy";
              });
    }
    return way.toString();
  }
}
