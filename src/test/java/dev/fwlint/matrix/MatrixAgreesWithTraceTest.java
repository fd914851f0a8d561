package dev.fwlint.matrix;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fwlint.ast.Family;
import dev.fwlint.reach.OpeningsTrial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Packets from everywhere to everywhere on the fixtures' hosts: they get where the matrix says. */
class MatrixAgreesWithTraceTest {
  private static final int PACKETS = Integer.getInteger("packets", 400);

  /**
   * A trace knows that its packet has no IPv6 header more, and what TCPMSS makes its length; of all
   * packets together that is not told, so the matrix says "maybe".
   */
  private static final Set<String> TOLD_OF_ONE_PACKET = Set.of("fragments.v6", "longer-syn.v4");

  private static final long SEED = Long.getLong("seed", 20_260_501L);

  @TestFactory
  Stream<DynamicTest> onEveryHost() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("test-fixtures"))) {
      return files
          .filter(file -> file.toString().matches(".*/(clean|hosts|rules)/.*\\.v[46]"))
          .filter(file -> !TOLD_OF_ONE_PACKET.contains(file.getFileName().toString()))
          .sorted()
          .toList()
          .stream()
          .map(file -> DynamicTest.dynamicTest(file.toString(), () -> check(file)));
    }
  }

  private static void check(Path file) throws IOException {
    Family family = file.toString().endsWith("6") ? Family.IPV6 : Family.IPV4;
    OpeningsTrial.Tally tally = new OpeningsTrial.Tally();
    String text = Files.readString(file);
    if (!Hosts.loads(text, family)) {
      return;
    }
    String marked = Hosts.marked(text, family);
    Hosts.trial(marked, family, SEED, tally).check(PACKETS);
    assertTrue(tally.open() + tally.closed() + tally.perhaps() > 0, () -> "seed " + SEED);
    assertTrue(tally.givenUp() == 0);
  }
}
