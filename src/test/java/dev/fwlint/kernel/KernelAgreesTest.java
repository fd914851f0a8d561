package dev.fwlint.kernel;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fwlint.model.Firewall;
import dev.fwlint.model.Loader;
import dev.fwlint.model.Packet;
import dev.fwlint.parse.RestoreReader;
import dev.fwlint.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
  private static final int PACKETS = Integer.getInteger("kernel.packets", 60);
  private static final int RULESETS = Integer.getInteger("kernel.rulesets", 40);

  @BeforeAll
  static void needsAKernel() {
    Optional<String> missing = KernelLab.missing();
    assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
  }

  @TestFactory
  Stream<DynamicTest> realRulesets() throws IOException {
    return Judgement.rulesets("clean").stream()
        .map(file -> test(Judgement.name(file), () -> Files.readString(file)));
  }

  /** Named by their seeds: with one as kernel.seed and kernel.rulesets=1, it is made again. */
  @TestFactory
  Stream<DynamicTest> randomRulesets() {
    return IntStream.range(0, RULESETS)
        .mapToObj(number -> {
          long seed = SEED + number;
          String name = "random %d.v%d".formatted(seed, seed % 4 == 3 ? 6 : 4);
          return test(name, () -> new RulesetMaker(seed, Judgement.family(name)).make());
        });
  }

  private interface Text {
    String read() throws IOException;
  }

  private static DynamicTest test(String name, Text text) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          SourceFile source = new SourceFile(name, text.read());
          Firewall firewall = Loader.load(RestoreReader.read(source, Judgement.family(name)));
          PacketMaker packets = new PacketMaker(firewall, new Random(name.hashCode()));
          List<Packet> all = Stream.generate(packets::next).limit(PACKETS).toList();
          new Judgement(firewall).on(all, PACKETS / 3);
        });
  }
}
