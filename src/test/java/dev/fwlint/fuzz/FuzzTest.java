package dev.fwlint.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fwlint.cli.CommandRunner;
import dev.fwlint.cli.CommandRunner.Outcome;
import dev.fwlint.model.PacketFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changes rulesets at random and inspects what has become of them. By hand {@code
 * -Dfuzz.mutations=100000}, {@code -Dfuzz.folder=FOLDER} and {@code -Dfuzz.seed=1}; a mutant is
 * made again by its own seed, one mutation and the same folder.
 */
class FuzzTest {
  private static final int MUTATIONS = Integer.getInteger("fuzz.mutations", 1_000);
  private static final long SEED = Long.getLong("fuzz.seed", 20_260_501L);
  private static final String FOLDER = System.getProperty("fuzz.folder", "test-fixtures");
  private static final Path KEPT = Path.of("target", "fuzz");

  /** So many failures are enough to look at. */
  private static final int MOST = 20;

  /** How many mutants are inspected for each one that the command itself is given. */
  private static final int EACH = 50;

  private final List<String> failures = new ArrayList<>();
  private Duration longest = Duration.ZERO;
  private long slowest;

  @TempDir private Path folder;

  @Test
  void noChangeMakesItFail() throws IOException, InterruptedException {
    Material material = Material.of(Path.of(FOLDER));
    Watchdog watchdog = new Watchdog();
    long seed = SEED;
    for (; goesOn(seed, watchdog); seed++) {
      Mutant mutant = Mutant.of(material, seed);
      Optional<String> wrong = watchdog.watch(() -> inspect(mutant));
      if (wrong.isPresent()) {
        failures.add(told(mutant, wrong.get()));
        System.out.println(failures.getLast().lines().limit(2).toList());
      } else if (watchdog.taken().compareTo(longest) > 0) {
        longest = watchdog.taken();
        slowest = seed;
      }
    }
    System.out.printf(
        "%d mutants of %d files, seed %d, %d failures; the slowest, %d, took %d ms%n",
        seed - SEED, material.texts().size(), SEED, failures.size(), slowest, longest.toMillis());
    assertTrue(failures.isEmpty(), () -> String.join("\n\n", failures));
  }

  /** What hangs may keep others from going on. */
  private boolean goesOn(long seed, Watchdog watchdog) {
    return seed < SEED + MUTATIONS && failures.size() < MOST && !watchdog.hangs();
  }

  private void inspect(Mutant mutant) throws IOException, PacketFormatException {
    Inspection.of(mutant.bytes(), mutant.origin(), mutant.seed());
    if (mutant.seed() % EACH == 0) {
      command(Files.write(folder.resolve("mutant"), mutant.bytes()));
    }
  }

  private static void command(Path file) {
    Outcome outcome = CommandRunner.run("lint", file.toString());
    assertTrue(Set.of(0, 1, 3, 4).contains(outcome.status()), outcome::err);
    assertTrue(outcome.err().lines().count() <= 1, outcome.err());
    assertFalse(outcome.err().contains("fwlint itself fails"), outcome.err());
    assertEquals(outcome.status() == 3, outcome.out().isEmpty(), outcome::out);
  }

  /** What went wrong with which text, where that is kept, and how to make it again. */
  private static String told(Mutant mutant, String wrong) throws IOException {
    Path file = KEPT.resolve(mutant.seed() + ".rules");
    Files.createDirectories(KEPT);
    Files.write(file, mutant.bytes());
    String again =
        "-Dfuzz.folder=%s -Dfuzz.seed=%d -Dfuzz.mutations=1".formatted(FOLDER, mutant.seed());
    String text = mutant.text().substring(0, Math.min(mutant.text().length(), 2_000));
    return "%s: a mutant of %s, in %s:%n%s%n%s"
        .formatted(again, mutant.origin(), file, wrong, text);
  }
}
