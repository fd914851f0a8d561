package dev.fwlint.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fwlint.Linter;
import dev.fwlint.ast.Backend;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Packet;
import dev.fwlint.source.SourceFile;
import dev.fwlint.source.SourceReader;
import dev.fwlint.source.UnreadableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * Sends packets through the real rulesets of a folder, those that load in the kernel: it does with
 * the examples of the findings what these say, and with others what the trace says. {@code
 * -Dkernel.packets} says how many others a file gets, and {@code -Dkernel.seed} which.
 */
@Tag("corpus")
class KernelCorpusTest {
  private static final String FOLDER = System.getProperty("corpus", "");
  private static final int PACKETS = Integer.getInteger("kernel.packets", 200);
  private static final long SEED = Long.getLong("kernel.seed", 1);

  private final List<String> failures = new ArrayList<>();
  private Tally tally = new Tally("");

  @BeforeEach
  void needsBoth(TestInfo test) {
    assumeTrue(Files.exists(Path.of(FOLDER, "LOADS.tsv")), "no corpus: say -Dcorpus=FOLDER");
    Optional<String> missing = KernelLab.missing();
    assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    tally = new Tally(test.getDisplayName() + ", seed " + SEED);
  }

  @AfterEach
  void tell() {
    System.out.println(tally);
    assertTrue(
        failures.isEmpty(), () -> failures.size() + " files\n\n" + String.join("\n\n", failures));
  }

  @Test
  void theKernelDoesWhatFindingsSay() throws IOException {
    for (SourceFile file : files()) {
      Findings findings = Findings.of(file, Linter.load(file, Optional.empty()).family());
      Judgement judgement = new Judgement(findings.firewall(), tally);
      judge(judgement, findings.packets(), Integer.MAX_VALUE);
      judgement.unsent().forEach(why -> System.out.println(file.name() + " " + why));
    }
  }

  @Test
  void theKernelDoesWhatTracesSay() throws IOException {
    for (SourceFile file : files()) {
      Firewall firewall = Linter.load(file, Optional.empty());
      PacketMaker maker = new PacketMaker(firewall, new Random(SEED + file.name().hashCode()));
      List<Packet> packets = maker.sendable(PACKETS + PACKETS / 5, tally);
      judge(new Judgement(firewall, tally), packets, PACKETS);
    }
  }

  private Map<Backend, Integer> judge(Judgement judgement, List<Packet> packets, int enough) {
    Map<Backend, Integer> sent = packets.isEmpty() ? Map.of() : judgement.on(packets, enough);
    if (!judgement.differences().isEmpty()) {
      failures.add(judgement.failure());
    }
    return sent;
  }

  /** Those that at least one backend loads. */
  private static List<SourceFile> files() throws IOException {
    try (Stream<String> rows = Files.lines(Path.of(FOLDER, "LOADS.tsv"))) {
      return rows.skip(1)
          .map(row -> row.split("\t", -1))
          .filter(fields -> fields[1].equals("0") || fields[3].equals("0"))
          .map(fields -> read(fields[0]))
          .toList();
    }
  }

  private static SourceFile read(String name) {
    try {
      return SourceReader.read(Path.of(FOLDER, name), name);
    } catch (UnreadableException unreadable) {
      throw new AssertionError(name + ": " + unreadable.getMessage());
    }
  }
}
