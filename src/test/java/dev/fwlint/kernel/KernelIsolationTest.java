package dev.fwlint.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fwlint.IsolationTrial;
import dev.fwlint.ast.Backend;
import dev.fwlint.ast.Family;
import dev.fwlint.kernel.Outcome.Fate;
import dev.fwlint.kernel.Outcome.Observation;
import dev.fwlint.model.Packet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every rule of a Docker host deleted, and made an ACCEPT: a pair of networks is told of exactly
 * when the kernel lets a new connection across that it stopped before.
 */
@Tag("kernel")
class KernelIsolationTest {
  @BeforeAll
  static void needsAKernel() {
    Optional<String> missing = KernelLab.missing();
    assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "clean/docker-1.9.v4",
        "clean/docker-1.12.v4",
        "clean/docker-17.12.v4",
        "clean/docker-24.v4",
        "clean/docker-28.0.v4",
        "clean/docker-29.v4",
        "hosts/dockerd-20.10.v4"
      })
  void theKernelAgrees(String file) throws IOException {
    String text = Files.readString(Path.of("test-fixtures", file));
    try (KernelLab lab = new KernelLab(Family.IPV4, Backend.LEGACY)) {
      IsolationTrial trial = new IsolationTrial(text, ruleset -> loaded(lab, ruleset));
      trial.check(text);
      trial.mutants().forEach(trial::check);
    }
  }

  private static Predicate<Packet> loaded(KernelLab lab, String ruleset) {
    KernelLab.Load load = lab.load(ruleset);
    assertTrue(load.loads(), () -> load.messages() + "\n" + ruleset);
    return packet ->
        lab.send(packet) instanceof Observation seen && seen.fate() instanceof Fate.Left;
  }
}
