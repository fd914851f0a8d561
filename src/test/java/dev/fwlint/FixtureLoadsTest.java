package dev.fwlint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.fwlint.ast.Backend;
import dev.fwlint.ast.Family;
import dev.fwlint.model.FactsFormatException;
import dev.fwlint.model.Firewall;
import dev.fwlint.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * iptables refuses exactly the fixtures that fwlint says it does, loaded for real in a network
 * namespace of their own.
 */
@Tag("kernel")
class FixtureLoadsTest {
  @TestFactory
  Stream<DynamicTest> everyFixture() throws IOException {
    return FixtureTest.files(Path.of("test-fixtures")).stream()
        .map(file ->
            DynamicTest.dynamicTest(
                file.toString(),
                () -> {
                  boolean hasSets = FixtureFacts.sets(file).isPresent();
                  // sets would have to be there; what is asked of them is tested without the kernel
                  assumeFalse(
                      !hasSets && Files.readString(file).contains("--match-set"), "it names sets");
                  Family family = FixtureTest.family(file);
                  assertEquals(refusing(file, family), foretold(file, family));
                }));
  }

  private static Set<Backend> foretold(Path file, Family family)
      throws IOException, FactsFormatException {
    Set<Backend> backends = EnumSet.noneOf(Backend.class);
    SourceFile source = FixtureTest.source(file);
    Firewall firewall = Linter.load(source, Optional.of(family), FixtureFacts.of(file));
    firewall.problems().forEach(problem -> backends.addAll(problem.refusedBy()));
    return backends;
  }

  private static Set<Backend> refusing(Path file, Family family)
      throws IOException, InterruptedException {
    Set<Backend> backends = EnumSet.noneOf(Backend.class);
    for (Backend backend : Backend.values()) {
      String program =
          (family == Family.IPV4 ? "iptables-" : "ip6tables-")
              + backend.name().toLowerCase(Locale.ROOT)
              + "-restore";
      String sets =
          FixtureFacts.sets(file).map("ipset restore -file '%s' && "::formatted).orElse("");
      Process restore =
          new ProcessBuilder("unshare", "-n", "sh", "-c", sets + program)
              .redirectInput(file.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (restore.waitFor() != 0) {
        backends.add(backend);
      }
    }
    return backends;
  }
}
