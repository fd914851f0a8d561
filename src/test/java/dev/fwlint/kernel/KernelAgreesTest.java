package dev.fwlint.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fwlint.ast.Backend;
import dev.fwlint.ast.Family;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Loader;
import dev.fwlint.model.Packet;
import dev.fwlint.parse.RestoreReader;
import dev.fwlint.source.SourceFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * The kernel does with random packets what the trace says, through real rulesets and random ones.
 * {@code -Dkernel.seed}, {@code -Dkernel.rulesets} and {@code -Dkernel.packets} choose others.
 */
@Tag("kernel")
class KernelAgreesTest {
  private static final long SEED = Long.getLong("kernel.seed", 1);
  private static final int PACKETS = Integer.getInteger("kernel.packets", 200);
  private static final int RULESETS = Integer.getInteger("kernel.rulesets", 80);

  private static final Tally TALLY = new Tally("random packets, seed " + SEED);

  @BeforeAll
  static void needsAKernel() {
    Optional<String> missing = KernelLab.missing();
    assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
  }

  @AfterAll
  static void tell() {
    System.out.println(TALLY);
  }

  @TestFactory
  Stream<DynamicTest> fixtures() throws IOException {
    return Fixtures.of("clean", "hosts", "rules").stream()
        .map(file -> test(file, SEED + file.name().hashCode()));
  }

  /**
   * Each named by its seed: with that one as kernel.seed and kernel.rulesets=1, it is made again.
   */
  @TestFactory
  Stream<DynamicTest> randomRulesets() {
    return LongStream.range(SEED, SEED + RULESETS)
        .mapToObj(seed -> {
          Family family = seed % 3 == 0 ? Family.IPV6 : Family.IPV4;
          String name = "seed %d.v%d".formatted(seed, family == Family.IPV6 ? 6 : 4);
          return test(new SourceFile(name, new RulesetMaker(seed, family).make()), seed);
        });
  }

  private static boolean isRandom(SourceFile ruleset) {
    return ruleset.name().startsWith("seed ");
  }

  private static DynamicTest test(SourceFile ruleset, long seed) {
    return DynamicTest.dynamicTest(
        ruleset.name(),
        () -> {
          Family family = Fixtures.family(ruleset.name());
          Firewall firewall = Loader.load(RestoreReader.read(ruleset, family));
          Judgement judgement = new Judgement(firewall, TALLY);
          List<Packet> packets =
              new PacketMaker(firewall, new Random(seed)).sendable(PACKETS + PACKETS / 5, TALLY);
          Map<Backend, Integer> sent = judgement.on(packets, PACKETS);
          assumeFalse(sent.isEmpty(), "no backend loads it");
          String again = "made again with -Dtest=KernelAgreesTest -Dkernel.seed=";
          assertTrue(
              judgement.differences().isEmpty(),
              () -> again + (isRandom(ruleset) ? seed : SEED) + "\n" + judgement.failure());
          sent.forEach((backend, count) ->
              assertTrue(count >= PACKETS, backend + " was sent only " + count));
        });
  }
}
