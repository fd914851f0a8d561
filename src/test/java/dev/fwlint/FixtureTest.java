package dev.fwlint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fwlint.ast.Family;
import dev.fwlint.docker.NetworksFormatException;
import dev.fwlint.docker.NetworksJson;
import dev.fwlint.model.Facts;
import dev.fwlint.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every fixture gives exactly the findings that are marked in it. */
class FixtureTest {
  private static final Path FIXTURES = Path.of("test-fixtures");

  @TestFactory
  Stream<DynamicTest> rules() throws IOException {
    return each("rules", fixture -> {});
  }

  @TestFactory
  Stream<DynamicTest> hosts() throws IOException {
    return each("hosts", fixture -> assertTrue(Expectations.count(fixture) > 0));
  }

  @TestFactory
  Stream<DynamicTest> clean() throws IOException {
    return each("clean", fixture -> assertEquals(0, Expectations.count(fixture)));
  }

  @TestFactory
  Stream<DynamicTest> broken() throws IOException {
    return each("broken", fixture -> assertTrue(Expectations.count(fixture) > 0));
  }

  /** A check of the fixture itself. */
  private interface Check {
    void of(SourceFile fixture);
  }

  private static Stream<DynamicTest> each(String folder, Check check) throws IOException {
    return files(FIXTURES.resolve(folder)).stream()
        .map(file ->
            DynamicTest.dynamicTest(
                FIXTURES.relativize(file).toString(),
                () -> {
                  SourceFile fixture = source(file);
                  check.of(fixture);
                  Expectations.check(fixture, family(file), facts(file));
                }));
  }

  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().matches(".*\\.v[46]")).sorted().toList();
    }
  }

  static SourceFile source(Path file) throws IOException {
    return new SourceFile(FIXTURES.relativize(file).toString(), Files.readString(file));
  }

  /** What is said beside {@code vpn.v4} in {@code vpn.networks.json}. */
  private static Facts facts(Path file) throws IOException, NetworksFormatException {
    String name = file.getFileName().toString().replaceFirst("\\.v[46]$", ".networks.json");
    Path networks = file.resolveSibling(name);
    return Files.exists(networks)
        ? new Facts(NetworksJson.read(new SourceFile(name, Files.readString(networks))))
        : Facts.NONE;
  }

  static Family family(Path file) {
    return file.toString().endsWith(".v6") ? Family.IPV6 : Family.IPV4;
  }
}
