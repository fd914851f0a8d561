package dev.fwlint.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fwlint.Linter;
import dev.fwlint.ast.Family;
import dev.fwlint.finding.Diagnosis;
import dev.fwlint.finding.Severity;
import dev.fwlint.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What markers in fixtures cannot say: levels, packets, help. */
class RulesTest {
  private static final Path FIXTURES = Path.of("test-fixtures/rules");

  @Test
  void anIdIsTheClassNameInKebabCase() {
    assertEquals("docker-user-dead-append", Rules.id(new DockerUserDeadAppend()));
  }

  @ParameterizedTest
  @CsvSource({
    "chain-loop/itself.v4, ERROR",
    "chain-loop/not-hooked.v4, WARNING",
    "docker-user-unhooked/flushed-forward.v4, ERROR",
    "docker-user-unhooked/rebuilt-forward.v4, ERROR",
    "docker-user-unhooked/before-dockerd.v4, NOTE",
    "docker-user-unhooked/fragment.v4, NOTE",
    "docker-user-dead-append/several.v4, ERROR",
    "docker-user-dead-append/harmless.v4, NOTE",
    "forward-policy-accept/docker-1.9.v4, WARNING",
    "forward-policy-accept/docker-24.v4, WARNING",
    "forward-policy-accept/docker-28.v4, NOTE",
    "forward-policy-accept/docker-29.v4, NOTE",
    "unreachable-chain/empty.v4, NOTE",
  })
  void lowersTheLevelOfMilderCases(String file, Severity level) throws IOException {
    String rule = file.substring(0, file.indexOf('/'));
    Set<Severity> levels =
        lint(FIXTURES.resolve(file)).stream()
            .filter(diagnosis -> diagnosis.rule().equals(rule))
            .map(Diagnosis::severity)
            .collect(Collectors.toSet());
    assertEquals(Set.of(level), levels);
  }

  @Test
  void whatIsAboutPacketsShowsOne() throws IOException {
    Set<String> aboutPackets =
        Set.of("docker-user-unhooked", "docker-user-dead-append", "forward-policy-accept");
    for (String rule : aboutPackets) {
      for (Path file : files(FIXTURES.resolve(rule))) {
        for (Diagnosis diagnosis : lint(file)) {
          if (aboutPackets.contains(diagnosis.rule())) {
            assertTrue(diagnosis.walk().isPresent(), () -> file + ": " + diagnosis.finding());
          }
        }
      }
    }
  }

  @Test
  void aDeadRuleIsShownByAPacketThatTheReturnTakes() throws IOException {
    for (Diagnosis diagnosis : lint(FIXTURES.resolve("docker-user-dead-append/several.v4"))) {
      assertTrue(
          diagnosis.walk().orElseThrow().stations().stream()
              .anyMatch(station -> station.path().equals("filter/DOCKER-USER/2")),
          () -> diagnosis.finding().message());
    }
  }

  @Test
  void saysHowToBringADeadRuleToLife() throws IOException {
    List<Diagnosis> found = lint(FIXTURES.resolve("docker-user-dead-append/dead.v6"));
    assertEquals(
        Optional.of(
            "delete the RETURN, which brings the rules behind it to life: ip6tables -D DOCKER-USER 1;"
                + " or put this one alone before it: ip6tables -I DOCKER-USER 1"
                + " ! -s 2001:db8:1::/64 -i eth0 -p tcp -m tcp --dport 80 -j DROP"),
        found.getFirst().finding().help());
    // behind a second RETURN, deleting the first would not help
    List<Diagnosis> harmless = lint(FIXTURES.resolve("docker-user-dead-append/harmless.v4"));
    assertTrue(harmless.getFirst().finding().help().orElseThrow().startsWith("delete the RETURN"));
    assertFalse(harmless.getLast().finding().help().orElseThrow().startsWith("delete the RETURN"));
  }

  private static List<Diagnosis> lint(Path file) throws IOException {
    Family family = file.toString().endsWith("6") ? Family.IPV6 : Family.IPV4;
    SourceFile source = new SourceFile(file.toString(), Files.readString(file));
    return new Linter(page -> true, Optional.of(family))
        .lint(List.of(source))
        .report()
        .files()
        .getFirst()
        .diagnoses();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
