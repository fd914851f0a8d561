package dev.fwlint.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fwlint.Linter;
import dev.fwlint.ast.Family;
import dev.fwlint.docker.Bridge.Hiding;
import dev.fwlint.model.Address;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Network;
import dev.fwlint.model.Protocols;
import dev.fwlint.model.Step;
import dev.fwlint.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerHostTest {
  @ParameterizedTest
  @CsvSource({
    "docker-1.9.v4, G0, br-1f3870be274f 172.18.0.0/16; docker0 172.17.0.0/16",
    "docker-1.12.v4, G1, docker0 172.17.0.0/16; br-8277e0910d75 172.18.0.0/16",
    "docker-17.12.v4, G2, br-e4da3b7fbbce 172.19.0.0/16 internal; docker0 172.17.0.0/16",
    "docker-24.v4, G3, docker0 172.17.0.0/16; br-c81e728d9d4c 172.21.0.0/16",
    "docker-28.0.v4, G5, docker0 172.17.0.0/16; br-a87ff679a2f3 172.22.0.0/16",
    "docker-29.v4, G6, br-8f14e45fceea 172.24.0.0/16 internal; docker0 172.17.0.0/16;"
        + " br-1679091c5a88 172.23.0.0/16",
    "docker-24.v6, G3, br-45c48cce2e2d fd12:3456:789a:1::/64",
    "libvirt-and-docker.v4, G3, docker0 172.17.0.0/16",
    "web-server.v4, , ''",
  })
  void readsHostsOfEachGeneration(String file, String generation, String bridges)
      throws IOException {
    DockerHost host = fixture(file);
    assertEquals(Optional.ofNullable(generation), host.generation().map(Generation::name), file);
    assertEquals(bridges, String.join("; ", host.bridges().stream().map(this::told).toList()));
  }

  @ParameterizedTest
  @CsvSource({
    "docker-28.3-networks.v4, docker0 NAT icc; br-c9f0f895fb98 NAT icc; br-6512bd43d9ca NAT no icc;"
        + " br-c20ad4d76fe9 ROUTED icc; br-c51ce410c124 NAT icc; br-45c48cce2e2d internal icc;"
        + " br-d3d9446802a4 internal no icc",
    "docker-28.5-unprotected.v4, docker0 NAT icc; br-70efdf2ec9b0 NAT_UNPROTECTED icc",
    "docker-29-options.v4, vault0 internal icc; docker0 NAT icc; shop0 NAT icc",
    "../hosts/docker-29-swarm.v4, docker0 NAT icc; docker_gwbridge NAT no icc swarm",
    "docker-29.v6, br-9bf31c7ff062 internal icc; br-aab323892dce NAT icc;"
        + " br-c74d97b01eae ROUTED icc",
    "docker-24.v4, docker0 NAT icc; br-c81e728d9d4c NAT icc",
    "docker-1.9.v4, br-1f3870be274f NAT icc; docker0 NAT icc",
  })
  void readsHowEachNetworkIsReached(String file, String networks) throws IOException {
    assertEquals(
        networks, String.join("; ", fixture(file).bridges().stream().map(this::reached).toList()));
  }

  @ParameterizedTest
  @CsvSource({
    "docker-28.3-networks.v4, tcp 8080 to 172.25.0.2:80; 198.51.100.4 udp 9000 to 172.30.0.2:9000,"
        + " tcp 172.29.0.2:443",
    "docker-29-options.v4, tcp 443 to 172.25.0.2:8443, ''",
    "../hosts/docker-29-swarm.v4, tcp 443 to 172.18.0.2:443 ingress, ''",
    "docker-29.v6, tcp 443 to fd00:a:1::2:443, tcp fd00:a:3::2:53",
    "docker-1.9.v4, tcp 80 to 172.18.0.2:80, ''",
  })
  void readsThePorts(String file, String published, String routed) throws IOException {
    DockerHost host = fixture(file);
    assertEquals(
        published,
        String.join(
            "; ",
            host.ports().stream()
                .map(port ->
                    "%s%s %d to %s:%d%s"
                        .formatted(
                            port.host().map(address -> address + " ").orElse(""),
                            Protocols.name(port.protocol()),
                            port.port(),
                            port.container(),
                            port.containerPort(),
                            port.ingress() ? " ingress" : ""))
                .toList()));
    assertEquals(
        routed,
        String.join(
            "; ",
            host.routedPorts().stream()
                .map(port ->
                    "%s %s:%d"
                        .formatted(Protocols.name(port.protocol()), port.container(), port.port()))
                .toList()));
  }

  @Test
  void knowsWhichInterfacesATrustingNetworkLetsIn() throws IOException {
    Path path = Path.of("test-fixtures/clean/docker-29-options.v4");
    Containers containers =
        Containers.of(
            Linter.load(new SourceFile("host", Files.readString(path)), Optional.of(Family.IPV4)));
    assertEquals(Set.of("eth1"), containers.trusted("shop0"));
    assertEquals(Set.of(), containers.trusted("docker0"));
  }

  private static DockerHost fixture(String file) throws IOException {
    Path path = Path.of("test-fixtures/clean", file);
    return host(Files.readString(path), file.endsWith("6") ? Family.IPV6 : Family.IPV4);
  }

  private String told(Bridge bridge) {
    String subnets = String.join(" ", bridge.subnets().stream().map(Object::toString).toList());
    return (bridge.name() + " " + subnets).strip() + (bridge.internal() ? " internal" : "");
  }

  @Test
  void takesTheGenerationThatIsJumpedTo() {
    assertEquals(
        Optional.of(Generation.G5),
        filter(
                """
                :DOCKER-ISOLATION - [0:0]
                :DOCKER-INTERNAL - [0:0]
                :DOCKER-ISOLATION-STAGE-1 - [0:0]
                :DOCKER-FORWARD - [0:0]
                -A FORWARD -j DOCKER-FORWARD
                -A DOCKER-FORWARD -j DOCKER-ISOLATION-STAGE-1
                """)
            .generation());
  }

  @Test
  void knowsAGenerationThatHasLostItsJump() {
    assertEquals(
        Optional.of(Generation.G6),
        filter(
                """
                :DOCKER-INTERNAL - [0:0]
                :DOCKER-FORWARD - [0:0]
                -A FORWARD -j DOCKER-FORWARD
                """)
            .generation());
    assertEquals(
        Optional.of(Generation.G3),
        filter(
                """
                :DOCKER - [0:0]
                :DOCKER-ISOLATION-STAGE-1 - [0:0]
                -A FORWARD -o docker0 -j DOCKER
                """)
            .generation());
  }

  @Test
  void knowsTheSetOf28() {
    assertEquals(
        Optional.of(Generation.G4),
        filter(
                """
                :DOCKER-ISOLATION-STAGE-1 - [0:0]
                -A FORWARD -m set --match-set docker-ext-bridges-v4 dst -j ACCEPT
                -A FORWARD -j DOCKER-ISOLATION-STAGE-1
                """)
            .generation());
  }

  @Test
  void tellsHowEachNetworkIsReached() {
    DockerHost host =
        host(
            """
            *filter
            :DOCKER - [0:0]
            :DOCKER-INTERNAL - [0:0]
            :DOCKER-FORWARD - [0:0]
            -A DOCKER -d 10.2.0.2/32 ! -i routed -o routed -p tcp -m tcp --dport 80 -j ACCEPT
            -A DOCKER ! -i plain -o plain -j DROP
            -A DOCKER -o routed -p icmp -j ACCEPT
            -A DOCKER ! -i routed -o routed -j DROP
            -A DOCKER ! -i open -o open -j ACCEPT
            -A DOCKER-FORWARD -m mark --mark 0x1/0x3 -j ACCEPT
            -A DOCKER-FORWARD -i plain -j ACCEPT
            -A DOCKER-FORWARD -i open -o open -j DROP
            -A DOCKER-FORWARD -i open ! -o open -j ACCEPT
            COMMIT
            *nat
            :DOCKER - [0:0]
            -A OUTPUT -m addrtype --dst-type LOCAL -j DOCKER
            -A POSTROUTING -s 10.1.0.0/24 ! -o plain -j MASQUERADE
            -A POSTROUTING -s 10.3.0.0/24 ! -o open -j SNAT --to-source 192.0.2.1
            -A DOCKER -d 192.0.2.1/32 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.3.0.2:80
            COMMIT
            """,
            Family.IPV4);
    assertEquals(
        List.of("routed ROUTED", "plain NAT icc", "open NAT_UNPROTECTED no icc"),
        host.bridges().stream().map(this::reached).toList());
    assertEquals(
        List.of(
            new Hiding.None(),
            new Hiding.Masquerade(),
            new Hiding.Behind(Address.parse("192.0.2.1").orElseThrow())),
        host.bridges().stream().flatMap(bridge -> bridge.hiding().stream()).toList());
    assertEquals(Optional.of(false), host.proxied());
    assertEquals(Optional.of(1L), host.acceptedMark().map(Condition.Mark::value));
    assertEquals(
        List.of("open 10.3.0.2:80 on 192.0.2.1:8080"),
        host.ports().stream()
            .map(port ->
                "%s %s:%d on %s:%d"
                    .formatted(
                        port.bridge(),
                        port.container(),
                        port.containerPort(),
                        port.host().orElseThrow(),
                        port.port()))
            .toList());
    assertEquals(
        List.of("routed 10.2.0.2:80"),
        host.routedPorts().stream()
            .map(port -> port.bridge() + " " + port.container() + ":" + port.port())
            .toList());
  }

  private String reached(Bridge bridge) {
    String unknown = bridge.internal() ? "internal" : "unknown";
    String gateway = bridge.gateway().map(Object::toString).orElse(unknown);
    String icc = bridge.icc().map(on -> on ? " icc" : " no icc").orElse("");
    return bridge.name() + " " + gateway + icc + (bridge.swarm() ? " swarm" : "");
  }

  /** 27 and before: routed, or with {@code enable_ip_masquerade=false}, or nat rules were lost. */
  @Test
  void doesNotGuessHowANetworkWithoutNatRulesIsReached() {
    DockerHost host =
        host(
            """
            *filter
            :DOCKER - [0:0]
            :DOCKER-ISOLATION-STAGE-1 - [0:0]
            -A FORWARD -j DOCKER-ISOLATION-STAGE-1
            -A FORWARD -o br-8fc7e4e9385e -j DOCKER
            COMMIT
            *nat
            :DOCKER - [0:0]
            COMMIT
            """,
            Family.IPV4);
    assertEquals("br-8fc7e4e9385e unknown", reached(host.bridges().getFirst()));
    assertEquals(Optional.of(new Hiding.None()), host.bridges().getFirst().hiding());
    assertEquals(
        Optional.empty(),
        filter(":DOCKER - [0:0]\n-A FORWARD -o a -j DOCKER\n").bridges().getFirst().hiding());
  }

  @Test
  void somebodyElsesMasqueradeMakesNoBridge() {
    DockerHost host =
        host(
            """
            *filter
            :DOCKER - [0:0]
            COMMIT
            *nat
            :DOCKER - [0:0]
            -A POSTROUTING -s 10.8.0.0/24 ! -o tun0 -j MASQUERADE
            -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
            COMMIT
            """,
            Family.IPV4);
    assertEquals(List.of("docker0"), host.bridges().stream().map(Bridge::name).toList());
  }

  @Test
  void tellsWhatAnUpgradeLeftBehind() {
    DockerHost host =
        filter(
            """
            :DOCKER-INTERNAL - [0:0]
            :DOCKER-FORWARD - [0:0]
            :DOCKER-ISOLATION-STAGE-1 - [0:0]
            :DOCKER-ISOLATION-STAGE-2 - [0:0]
            -A FORWARD -j DOCKER-FORWARD
            -A FORWARD -j DOCKER-ISOLATION-STAGE-1
            -A DOCKER-FORWARD -j DOCKER-INTERNAL
            -A DOCKER-ISOLATION-STAGE-1 -i docker0 ! -o docker0 -j DOCKER-ISOLATION-STAGE-2
            """);
    assertEquals(
        List.of(
            "DOCKER-ISOLATION-STAGE-1 up to G5 [filter/FORWARD/2]",
            "DOCKER-ISOLATION-STAGE-2 up to G5 []"),
        host.stale().stream()
            .map(stale ->
                "%s up to %s %s"
                    .formatted(
                        stale.chain().name(),
                        stale.last(),
                        stale.jumps().stream().map(Step::path).toList()))
            .toList());
  }

  @Test
  void knowsTheNetworksBesideDockers() throws IOException {
    DockerHost host =
        host(Files.readString(Path.of("test-fixtures/clean/libvirt-and-docker.v4")), Family.IPV4);
    assertEquals(
        List.of(
            new Neighbour(
                Owner.LIBVIRT,
                Optional.of("virbr0"),
                List.of(Network.parse("192.168.122.0/24").orElseThrow()))),
        host.neighbours());
  }

  @Test
  void aNameMakesNoBridge() {
    assertEquals(
        List.of(),
        filter("-A FORWARD -i docker0 -j ACCEPT\n-A FORWARD -o br-0123456789ab -j DROP\n")
            .bridges());
  }

  @Test
  void tellsInsideFromOutside() {
    assertEquals(
        List.of("wan0", "br0", "ppp0"),
        filter(
                """
                :DOCKER - [0:0]
                -A FORWARD -i lo -j ACCEPT
                -A FORWARD -i wan0 -o web -j ACCEPT
                -A FORWARD -i br0 -o virbr0 -j ACCEPT
                -A FORWARD -i ppp+ -j ACCEPT
                -A FORWARD -i br-+ -j ACCEPT
                -A FORWARD -o web -j DOCKER
                """)
            .externals());
    assertEquals("eth0", filter("").outside());
  }

  @Test
  void knowsOwnersByTheNamesTheyGive() {
    assertEquals(Optional.of(Owner.DOCKER), Owner.ofName("DOCKER-ISOLATION-STAGE-2"));
    assertEquals(Optional.of(Owner.FIREWALLD), Owner.ofName("FWDI_public_allow"));
    assertEquals(Optional.of(Owner.KUBERNETES), Owner.ofName("KUBE-SVC-ABC"));
    assertEquals(Optional.empty(), Owner.ofName("DOCKER-USER"));
    assertEquals(Optional.empty(), Owner.ofName("CNI-ADMIN"));
    assertEquals(Optional.empty(), Owner.ofName("web"));
  }

  private static DockerHost filter(String rules) {
    return host("*filter\n:FORWARD ACCEPT [0:0]\n" + rules + "COMMIT\n", Family.IPV4);
  }

  private static DockerHost host(String text, Family family) {
    return DockerHost.of(Linter.load(new SourceFile("host", text), Optional.of(family)));
  }
}
