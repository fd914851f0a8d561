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
    "bridge-isolation-missing/g6-no-raw-table.v4, NOTE",
    "docker-user-broad-accept/docker-29-no-raw.v4, NOTE",
    "docker-user-host-port/no-interface.v4, ERROR",
    "docker-user-host-port/own-chain.v4, ERROR",
    "icc-disabled-bypass/g3-both-named.v4, WARNING",
    "loopback-publish-exposed/docker-24.v4, ERROR",
    "loopback-publish-exposed/guarded-by-hand.v4, NOTE",
    "loopback-publish-exposed/docker-27.v6, ERROR",
    "masquerade-too-broad/docker-29.v4, NOTE",
    "masquerade-too-broad/everything.v4, WARNING",
    "unpublished-port-reachable/for-some.v4, WARNING",
    "unpublished-port-reachable/rule-24.v4, ERROR",
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
    assertEquals(
        Optional.of("one RETURN is enough: iptables -D DOCKER-USER 2"),
        harmless.getFirst().finding().help());
    assertFalse(harmless.getLast().finding().help().orElseThrow().startsWith("delete the RETURN"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "denied-24.v4 | iptables -I DOCKER-USER",
        "denied-27.v6 | ip6tables -I DOCKER-USER",
        "denied-29.v4 | iptables -I DOCKER-USER -s 203.0.113.0/24 -m conntrack --ctstate NEW -j DROP; iptables -D DOCKER-FORWARD -s 203.0.113.0/24 -j DROP",
        "isolation-28.v4 | docker network connect; iptables -D DOCKER-ISOLATION-STAGE-2 -s 172.22.0.2/32 -o docker0 -j RETURN",
        "nat.v4 | iptables -t nat -I PREROUTING -s 203.0.113.0/24 -m addrtype --dst-type LOCAL -j RETURN",
        "accepting.v4 | publish the ports that are meant to be reached: iptables -D DOCKER -o docker0 -j ACCEPT",
        "accepting.v4 | iptables -I DOCKER-USER -i eth0 ! -s 192.0.2.0/24 -d 172.18.0.2 -p tcp --dport 80 -m conntrack --ctstate NEW -j DROP",
        "libvirt.v4 | (/etc/libvirt/hooks): iptables -I FORWARD -d 192.168.122.10/32 -o virbr0 -p tcp -m tcp --dport 22 -j ACCEPT",
        "libvirt.v4 | (/etc/libvirt/hooks): iptables -I INPUT -i virbr0",
      })
  void saysWhereWhatAProgramsChainHasOfPeoplesBelongs(String file, String help) throws IOException {
    assertTrue(
        lint(FIXTURES.resolve("generated-chain-edited").resolve(file)).stream()
            .filter(diagnosis -> diagnosis.rule().equals("generated-chain-edited"))
            .anyMatch(diagnosis -> diagnosis.finding().help().orElseThrow().contains(help)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "docker-user-open/docker-27.v6 | ip6tables -I DOCKER-USER -i eth0 ! -s 2001:db8::/32",
        "published-on-all-addresses/docker-27.v6 | -p [::1]:",
        "input-rule-misses-container/docker-1.9.v4 | iptables -I FORWARD -i eth0 -s 203.0.113.0/24 -p tcp",
        "loopback-publish-exposed/docker-1.9.v4 | iptables -I FORWARD -i eth0 -d",
        "docker-jump-order/g3-vpn.v4 | iptables -R FORWARD 1 -i wg0 -o eth0 -j ACCEPT",
        "unpublished-port-reachable/for-some.v4 | -s 10.8.0.0/24 -i tun0 -o eth0 -j ACCEPT",
        "forward-isolation-bypass/g3-of-docker.v4 | take it out: iptables -D FORWARD 1",
      })
  void helpIsForTheHostAtHand(String file, String help) throws IOException {
    String rule = file.substring(0, file.indexOf('/'));
    List<String> helps =
        lint(FIXTURES.resolve(file)).stream()
            .filter(diagnosis -> diagnosis.rule().equals(rule))
            .map(diagnosis -> diagnosis.finding().help().orElse(""))
            .toList();
    assertTrue(helps.stream().anyMatch(said -> said.contains(help)), helps::toString);
  }

  /** What was denied behind the rule that accepts answers is not to stop them before it. */
  @Test
  void whatDeniesIsMovedForNewConnections() throws IOException {
    for (String file : List.of("denied-24.v4", "denied-27.v6", "denied-29.v4")) {
      for (Diagnosis diagnosis : lint(FIXTURES.resolve("generated-chain-edited").resolve(file))) {
        if (diagnosis.rule().equals("generated-chain-edited")) {
          String help = diagnosis.finding().help().orElseThrow();
          assertTrue(help.contains("NEW"), help);
        }
      }
    }
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
