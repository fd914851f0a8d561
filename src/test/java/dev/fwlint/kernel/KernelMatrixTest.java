package dev.fwlint.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fwlint.ast.Backend;
import dev.fwlint.ast.Family;
import dev.fwlint.kernel.Outcome.Fate;
import dev.fwlint.kernel.Outcome.Observation;
import dev.fwlint.matrix.Hosts;
import dev.fwlint.model.Packet;
import dev.fwlint.reach.OpeningsTrial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernel lets packets from everywhere to everywhere through as the matrix of a host says. */
@Tag("kernel")
class KernelMatrixTest {
  private static final int PACKETS = 1_000;
  private static final long SEED = Long.getLong("seed", 20_260_502L);

  @BeforeAll
  static void needsAKernel() {
    Optional<String> missing = KernelLab.missing();
    assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "clean/docker-17.12.v4",
        "clean/docker-24.v4",
        "clean/docker-24.v6",
        "clean/docker-29.v4",
        "clean/fail2ban.v4",
        "clean/libvirt-and-docker.v4",
        "clean/web-server.v4",
        "hosts/docker-host.v4",
        "hosts/dockerd-20.10.v4"
      })
  void theKernelAgrees(String file) throws IOException {
    Family family = file.endsWith("6") ? Family.IPV6 : Family.IPV4;
    String text = Hosts.marked(Files.readString(Path.of("test-fixtures", file)), family);
    int[] asked = new int[1];
    try (KernelLab lab = new KernelLab(family, Backend.LEGACY)) {
      KernelLab.Load load = lab.load(text);
      assertTrue(load.loads(), () -> load.messages() + "\n" + text);
      Hosts.trial(text, family, SEED, new OpeningsTrial.Tally())
          .with(packet -> {
            Optional<String> end = end(lab, packet);
            asked[0] += end.isPresent() ? 1 : 0;
            return end;
          })
          .check(PACKETS);
    }
    assertTrue(asked[0] > PACKETS / 20, () -> "only " + asked[0] + " packets, seed " + SEED);
  }

  private static Optional<String> end(KernelLab lab, Packet packet) {
    if (!(lab.send(packet) instanceof Observation seen)) {
      return Optional.empty();
    }
    return Optional.of(
        switch (seen.fate()) {
          case Fate.Left left -> left.out();
          case Fate.Delivered delivered -> OpeningsTrial.HERE;
          case Fate.Rejected rejected -> OpeningsTrial.NOWHERE;
          case Fate.Vanished vanished -> OpeningsTrial.NOWHERE;
        });
  }
}
