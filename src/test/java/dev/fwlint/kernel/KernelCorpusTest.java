package dev.fwlint.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fwlint.Linter;
import dev.fwlint.ast.Backend;
import dev.fwlint.finding.Diagnosis;
import dev.fwlint.finding.Walk;
import dev.fwlint.kernel.Outcome.NotStaged;
import dev.fwlint.kernel.Outcome.Observation;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Packet;
import dev.fwlint.model.PacketFields;
import dev.fwlint.model.PacketFormatException;
import dev.fwlint.source.SourceFile;
import dev.fwlint.source.SourceReader;
import dev.fwlint.source.UnreadableException;
import dev.fwlint.trace.Tracer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Sends packets through the real rulesets of a folder, those that load in the kernel: it does with
 * the example of each finding what the finding says, and with others what the trace says. {@code
 * -Dkernel.perRule} says how many examples of a rule, {@code -Dkernel.packets} how many others a
 * file gets, and {@code -Dkernel.seed} which.
 */
@Tag("corpus")
class KernelCorpusTest {
  private static final String FOLDER = System.getProperty("corpus", "");
  private static final int PER_RULE = Integer.getInteger("kernel.perRule", 5);
  private static final int PACKETS = Integer.getInteger("kernel.packets", 10);
  private static final long SEED = Long.getLong("kernel.seed", 1);

  private final SortedMap<String, Integer> counts = new TreeMap<>();
  private final SortedMap<String, Integer> left = new TreeMap<>();
  private final List<String> differences = new ArrayList<>();

  @BeforeEach
  void needsBoth() {
    assumeTrue(Files.exists(Path.of(FOLDER, "LOADS.tsv")), "no corpus: say -Dcorpus=FOLDER");
    Optional<String> missing = KernelLab.missing();
    assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
  }

  @Test
  void theKernelDoesWhatFindingsSay() throws IOException {
    everyFile(KernelCorpusTest::examples);
  }

  @Test
  void theKernelDoesWhatTracesSay() throws IOException {
    everyFile(KernelCorpusTest::others);
  }

  private void everyFile(Function<Firewall, List<Packet>> packets) throws IOException {
    try (Stream<String> rows = Files.lines(Path.of(FOLDER, "LOADS.tsv"))) {
      for (String row : rows.skip(1).toList()) {
        String[] fields = row.split("\t", -1);
        Firewall firewall = Linter.load(read(fields[0]), Optional.empty());
        List<Packet> all = packets.apply(firewall);
        count("files", 1);
        if (!all.isEmpty()) {
          count("files with packets", 1);
          send(firewall, all);
        }
      }
    }
    System.out.println(counts);
    left.forEach((why, times) -> System.out.println("not sent: %d: %s".formatted(times, why)));
    System.out.println(differences.size() + " differences");
    assertTrue(differences.isEmpty(), () -> String.join("\n\n", differences));
  }

  private static SourceFile read(String name) {
    try {
      return SourceReader.read(Path.of(FOLDER, name), name);
    } catch (UnreadableException unreadable) {
      throw new AssertionError(name + ": " + unreadable.getMessage());
    }
  }

  private static List<Packet> examples(Firewall firewall) {
    Map<String, Integer> ofRule = new HashMap<>();
    List<Packet> packets = new ArrayList<>();
    new Linter(page -> true, Optional.of(firewall.family()))
        .lint(List.of(firewall.file().source())).report().files().stream()
            .flatMap(file -> file.diagnoses().stream())
            .filter(KernelCorpusTest::isSure)
            .filter(diagnosis -> ofRule.merge(diagnosis.rule(), 1, Integer::sum) <= PER_RULE)
            .forEach(diagnosis -> packets.add(packet(diagnosis.walk().orElseThrow())));
    return packets;
  }

  private static boolean isSure(Diagnosis diagnosis) {
    return diagnosis.walk().filter(walk -> walk.assuming().isEmpty()).isPresent();
  }

  private static Packet packet(Walk walk) {
    try {
      return PacketFields.packet(walk.packet());
    } catch (PacketFormatException wrong) {
      throw new AssertionError(wrong);
    }
  }

  private static List<Packet> others(Firewall firewall) {
    String name = firewall.file().source().name();
    PacketMaker maker = new PacketMaker(firewall, new Random(name.hashCode() + SEED));
    return Stream.generate(maker::next).limit(PACKETS).toList();
  }

  /** By the first backend that loads the file. */
  private void send(Firewall firewall, List<Packet> packets) {
    for (Backend backend : Backend.values()) {
      try (KernelLab lab = new KernelLab(firewall.family(), backend)) {
        if (lab.load(firewall.file().source().text()).loads()) {
          count("files sent to", 1);
          Tracer tracer = new Tracer(firewall);
          packets.forEach(packet -> send(packet, lab, tracer, backend, firewall));
          return;
        }
      }
    }
    count("files that do not load", 1);
    count("packets for files that do not load", packets.size());
  }

  private void send(
      Packet packet, KernelLab lab, Tracer tracer, Backend backend, Firewall firewall) {
    switch (lab.send(packet)) {
      case NotStaged not -> left.merge(not.why(), 1, Integer::sum);
      case Observation seen -> {
        count("packets sent", 1);
        Comparison comparison = new Comparison(packet, tracer.trace(packet), seen, backend);
        List<String> found = comparison.backendsDiffer() ? List.of() : comparison.differences();
        if (!found.isEmpty()) {
          differences.add(
              "%s %s %s%n%s"
                  .formatted(
                      firewall.file().source().name(),
                      backend,
                      PacketFields.fields(packet),
                      String.join("\n", found)));
        }
      }
    }
  }

  private void count(String what, int more) {
    counts.merge(what, more, Integer::sum);
  }
}
