package dev.fwlint.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fwlint.Linter;
import dev.fwlint.ast.Family;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Network;
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
        "clean/docker-28.3-networks.v4",
        "clean/docker-28.5-unprotected.v4",
        "clean/docker-29.v4",
        "clean/docker-29.v6",
        "clean/docker-29-options.v4",
        "hosts/docker-29-swarm.v4",
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
            .filter(step -> !step.chain().equals("INPUT") && !step.chain().equals("DOCKER-USER"))
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

  @Test
  void whatAnOlderDockerLeftIsDockers() {
    Firewall firewall =
        filter(
            """
            :DOCKER - [0:0]
            :DOCKER-INTERNAL - [0:0]
            :DOCKER-FORWARD - [0:0]
            :DOCKER-BRIDGE - [0:0]
            -A FORWARD -j DOCKER-FORWARD
            -A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
            -A FORWARD -o docker0 -j DOCKER
            -A FORWARD -i docker0 ! -o docker0 -j ACCEPT
            -A FORWARD -i docker0 -o docker0 -j ACCEPT
            -A FORWARD -i br1 -o br1 -j ACCEPT
            -A DOCKER-FORWARD -j DOCKER-INTERNAL
            -A DOCKER-BRIDGE -o docker0 -j DOCKER
            -A DOCKER-BRIDGE -o br1 -j DOCKER
            """);
    assertEquals(
        List.of("-A FORWARD -i br1 -o br1 -j ACCEPT"),
        firewall
            .steps()
            .filter(step -> !Owners.of(firewall).made(step))
            .map(OwnersTest::text)
            .toList());
    assertEquals(
        List.of("FORWARD/2", "FORWARD/3", "FORWARD/4", "FORWARD/5"),
        firewall
            .steps()
            .filter(Owners.of(firewall)::isStale)
            .map(step -> step.chain() + "/" + step.index())
            .toList());
  }

  @Test
  void publishesByTheProxysRule() {
    Firewall firewall =
        load(
            """
            *nat
            :DOCKER - [0:0]
            -A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER
            -A DOCKER -d 127.0.0.0/8 -i loopback0 -j RETURN
            -A DOCKER -d 10.0.0.0/8 -i eth0 -j RETURN
            -A DOCKER ! -i docker0 -p tcp -m tcp --dport 80 -j DNAT --to-destination 172.17.0.2:80
            -A DOCKER -p tcp -m tcp --dport 81 -j DNAT --to-destination 172.17.0.2:81
            COMMIT
            """,
            Family.IPV4);
    assertEquals(
        List.of(true, true, false, true, false),
        firewall.steps().map(Owners.of(firewall)::made).toList());
  }

  @Test
  void aRuleWithACommentIsNoneOfDockers() {
    Firewall firewall =
        filter(
            """
            :DOCKER - [0:0]
            -A FORWARD -o docker0 -j DOCKER
            -A FORWARD -i docker0 -o docker0 -m comment --comment mine -j ACCEPT
            -A FORWARD -o lxdbr0 -m comment --comment "generated for LXD network lxdbr0" -j ACCEPT
            -A FORWARD -m comment --comment "kubernetes forwarding rules" -j ACCEPT
            -A FORWARD -m comment --comment "cali:wUHhoiAYhphO9Mso" -j ACCEPT
            """);
    assertEquals(
        List.of("DOCKER", "-", "LXD", "KUBERNETES", "CALICO"),
        firewall
            .steps()
            .map(step -> Owners.of(firewall).of(step).map(Owner::name).orElse("-"))
            .toList());
    assertEquals(
        List.of(new Neighbour(Owner.LXD, Optional.of("lxdbr0"), List.of())),
        DockerHost.of(firewall).neighbours());
  }

  @Test
  void libvirtServesGuestsAndNothingElse() {
    Firewall firewall =
        filter(
            """
            -A INPUT -i virbr0 -p udp -m udp --dport 53 -j ACCEPT
            -A INPUT -i virbr0 -p tcp -m tcp --dport 22 -j ACCEPT
            """);
    assertEquals(List.of(true, false), firewall.steps().map(Owners.of(firewall)::made).toList());
  }

  @Test
  void shorewallsChainsAreToldByTheOneThatNothingLeadsTo() {
    String rules = ":net-fw - [0:0]\n-A INPUT -j net-fw\n-A net-fw -j DROP\n";
    Firewall with = filter(":shorewall - [0:0]\n" + rules);
    assertEquals(
        List.of(Optional.of(Owner.SHOREWALL), Optional.of(Owner.SHOREWALL)),
        with.steps().map(Owners.of(with)::of).toList());
    Firewall without = filter(rules);
    assertEquals(
        List.of(Optional.empty(), Optional.empty()),
        without.steps().map(Owners.of(without)::of).toList());
  }

  @Test
  void podmansNetworksAreKnownByTheirAddressesAndTheirIsolation() {
    Firewall firewall =
        load(
            """
            *filter
            :NETAVARK_ISOLATION_1 - [0:0]
            :NETAVARK_ISOLATION_2 - [0:0]
            -A NETAVARK_ISOLATION_1 -i podman1 ! -o podman1 -j NETAVARK_ISOLATION_2
            -A NETAVARK_ISOLATION_2 -o podman1 -j DROP
            COMMIT
            *nat
            :NETAVARK-1D8721804F16F - [0:0]
            -A POSTROUTING -s 10.88.0.0/16 -j NETAVARK-1D8721804F16F
            -A NETAVARK-1D8721804F16F -d 10.88.0.0/16 -j ACCEPT
            -A NETAVARK-1D8721804F16F ! -d 224.0.0.0/4 -j MASQUERADE
            COMMIT
            """,
            Family.IPV4);
    assertEquals(
        List.of(
            new Neighbour(Owner.PODMAN, Optional.of("podman1"), List.of()),
            new Neighbour(
                Owner.PODMAN,
                Optional.empty(),
                List.of(Network.parse("10.88.0.0/16").orElseThrow()))),
        DockerHost.of(firewall).neighbours());
  }

  @Test
  void peopleHavePlacesOfTheirOwn() {
    assertEquals(Optional.of("DOCKER-USER"), Owner.DOCKER.userHook());
    assertEquals(Optional.empty(), Owner.TAILSCALE.userHook());
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
