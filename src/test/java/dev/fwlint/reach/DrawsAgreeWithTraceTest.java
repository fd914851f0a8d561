package dev.fwlint.reach;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fwlint.source.SourceFile;
import dev.fwlint.source.SourceReader;
import dev.fwlint.source.UnreadableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the engine says of all packets at once against what a trace says of each: packets drawn from
 * those that hit a rule hit it; packets made of what a ruleset names hit no rule that they are said
 * not to, and where nothing is unknown they hit all that they are said to. More by hand: {@code
 * -Drulesets=3000 -Ddraws=20 -Dpackets=200 -Dseed=1}.
 */
class DrawsAgreeWithTraceTest {
  private static final long SEED = Long.getLong("seed", 20_260_601L);
  private static final int RULESETS = Integer.getInteger("rulesets", 200);
  private static final String FOLDER = System.getProperty("corpus", "");

  private final Agreement agreement =
      new Agreement(SEED, Integer.getInteger("draws", 6), Integer.getInteger("packets", 20));

  @Test
  void inEveryFixture() throws IOException, UnreadableException {
    checkAll(Path.of("test-fixtures"), ".*\\.v[46]");
  }

  @Test
  void inRandomRulesets() {
    for (int i = 0; i < RULESETS; i++) {
      RandomRulesets rulesets = new RandomRulesets(SEED + i);
      SourceFile source = new SourceFile("seed " + (SEED + i), rulesets.make());
      agreement.check(source, Optional.of(rulesets.family()));
    }
    agreement.tell();
  }

  @Test
  @Tag("corpus")
  void inEveryFileOfAFolder() throws IOException, UnreadableException {
    assumeTrue(Files.isDirectory(Path.of(FOLDER)), "no corpus: say -Dcorpus=FOLDER");
    checkAll(Path.of(FOLDER), ".*\\.(rules6?|golden|v[46])");
  }

  private void checkAll(Path folder, String names) throws IOException, UnreadableException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().matches(names)).sorted().toList()) {
        agreement.check(SourceReader.read(file, file.toString()), Optional.empty());
      }
    }
    System.out.println("seed " + SEED);
    agreement.tell();
  }
}
