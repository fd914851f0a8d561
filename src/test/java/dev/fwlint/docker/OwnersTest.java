package dev.fwlint.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fwlint.Linter;
import dev.fwlint.ast.Family;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnersTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "clean/docker-1.9.v4",
        "clean/docker-1.12.v4",
        "clean/docker-17.12.v4",
        "clean/docker-24.v6",
        "clean/docker-29.v4",
        "hosts/dockerd-20.10.v4",
      })
  void aDockerHostsRulesAreAllDockers(String file) throws IOException {
    Path path = Path.of("test-fixtures", file);
    Firewall firewall =
        load(Files.readString(path), file.endsWith("6") ? Family.IPV6 : Family.IPV4);
    assertEquals(
        List.of(),
        firewall
            .steps()
            .filter(step -> !step.chain().equals("INPUT"))
            .filter(step -> !Owners.of(firewall).of(step).equals(Optional.of(Owner.DOCKER)))
            .map(OwnersTest::text)
            .toList());
  }

  @Test
  void whatDockerDoesNotWriteInItsChainsIsAPersons() {
    Firewall firewall =
        filter(
            """
            :DOCKER - [0:0]
            :DOCKER-USER - [0:0]
            :DOCKER-ISOLATION-STAGE-1 - [0:0]
            :DOCKER-ISOLATION-STAGE-2 - [0:0]
            -A FORWARD -j DOCKER-USER
            -A FORWARD -j DOCKER-ISOLATION-STAGE-1
            -A FORWARD -o docker0 -j DOCKER
            -A FORWARD -i eth0 -o docker0 -j ACCEPT
            -A FORWARD -i docker0 ! -o docker0 -j ACCEPT
            -A DOCKER -s 10.0.0.0/8 -o docker0 -j ACCEPT
            -A DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 80 -j ACCEPT
            -A DOCKER -s 172.17.0.3/32 -d 172.17.0.2/32 -i docker0 -o docker0 -p tcp -m tcp --dport 5432 -j ACCEPT
            -A DOCKER ! -i docker0 -o docker0 -j DROP
            -A DOCKER-USER -i eth0 -j DROP
            -A DOCKER-USER -j RETURN
            -A DOCKER-ISOLATION-STAGE-1 -j RETURN
            -A DOCKER-ISOLATION-STAGE-1 -i docker0 ! -o docker0 -j DOCKER-ISOLATION-STAGE-2
            -A DOCKER-ISOLATION-STAGE-1 -j RETURN
            """);
    Owners owners = Owners.of(firewall);
    assertEquals(
        List.of(
            "-A FORWARD -i eth0 -o docker0 -j ACCEPT",
            "-A DOCKER -s 10.0.0.0/8 -o docker0 -j ACCEPT",
            "-A DOCKER ! -i docker0 -o docker0 -j DROP",
            "-A DOCKER-USER -i eth0 -j DROP",
            "-A DOCKER-ISOLATION-STAGE-1 -j RETURN"),
        firewall.steps().filter(step -> !owners.made(step)).map(OwnersTest::text).toList());
    assertEquals(
        List.of("DOCKER/1", "DOCKER/4", "DOCKER-ISOLATION-STAGE-1/1"),
        firewall
            .steps()
            .filter(step -> owners.edited(step).isPresent())
            .map(step -> step.chain() + "/" + step.index())
            .toList());
  }

  @Test
  void libvirtsOldRulesAreToldByTheirShape() {
    Firewall firewall =
        filter(
            """
            -A FORWARD -d 192.168.122.0/24 -o vms -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
            -A FORWARD -s 192.168.122.0/24 -i vms -j ACCEPT
            -A FORWARD -i vms -o vms -j ACCEPT
            -A FORWARD -o vms -j REJECT --reject-with icmp-port-unreachable
            -A FORWARD -i vms -j REJECT --reject-with icmp-port-unreachable
            -A FORWARD -i eth0 -o vms -p tcp -m tcp --dport 22 -j ACCEPT
            """);
    List<Boolean> made = firewall.steps().map(Owners.of(firewall)::made).toList();
    assertEquals(List.of(true, true, true, true, true, false), made);
    assertTrue(
        firewall
            .steps()
            .limit(5)
            .allMatch(s -> Owners.of(firewall).of(s).equals(Optional.of(Owner.LIBVIRT))));
  }

  private static String text(Step step) {
    return step.origin().span().text();
  }

  private static Firewall filter(String rules) {
    return load("*filter\n:FORWARD ACCEPT [0:0]\n" + rules + "COMMIT\n", Family.IPV4);
  }

  private static Firewall load(String text, Family family) {
    return Linter.load(new SourceFile("host", text), Optional.of(family));
  }
}
