package dev.fwlint.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fwlint.ast.Backend;
import dev.fwlint.ast.Family;
import dev.fwlint.isolation.IsolationTrial;
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
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules of a Docker host changed in many ways: a pair of networks is told of exactly when the
 * kernel lets a new connection across that it stopped before.
 */
@Tag("kernel")
class KernelIsolationTest {
  private static final int USUAL = 36;

  @BeforeAll
  static void needsAKernel() {
    Optional<String> missing = KernelLab.missing();
    assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
  }

  @ParameterizedTest
  @MethodSource("dev.fwlint.isolation.IsolationTrial#hosts")
  void theKernelAgrees(Path host) throws IOException {
    String text = Files.readString(host);
    try (KernelLab before = new KernelLab(Family.IPV4, Backend.LEGACY);
        KernelLab after = new KernelLab(Family.IPV4, Backend.LEGACY)) {
      IsolationTrial trial =
          new IsolationTrial(text, loaded(before, text), ruleset -> loaded(after, ruleset));
      trial.check(trial.mutants(USUAL));
    }
  }

  private static Predicate<Packet> loaded(KernelLab lab, String ruleset) {
    KernelLab.Load load = lab.load(ruleset);
    assertTrue(load.loads(), () -> load.messages() + "\n" + ruleset);
    return packet ->
        lab.send(packet) instanceof Observation seen && seen.fate() instanceof Fate.Left;
  }
}
