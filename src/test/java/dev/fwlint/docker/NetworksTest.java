package dev.fwlint.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fwlint.Linter;
import dev.fwlint.ast.Family;
import dev.fwlint.docker.Bridge.Gateway;
import dev.fwlint.docker.Bridge.Hiding;
import dev.fwlint.model.Address;
import dev.fwlint.model.Facts;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.KnownNetwork;
import dev.fwlint.source.SourceFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code docker network inspect} tells, and how it completes what the rules tell. */
class NetworksTest {
  private static final String SHOP =
      """
      {"Name": "shop", "Id": "519e03b4fdf5aaaa", "Driver": "bridge", "Internal": false,
       "IPAM": {"Config": [{"Subnet": "172.18.0.0/16", "Gateway": "172.18.0.1"}, {"Subnet": "fd00:5::/64"}]},
       "Containers": {"da7c": {"Name": "web", "IPv4Address": "172.18.0.2/16", "IPv6Address": ""}},
       "Options": {%s}, "Labels": {}, "Peers": [{"a": [1, 2.5, null, true]}]}
      """;

  @Test
  void readsWhatDockerPrints() throws NetworksFormatException {
    KnownNetwork shop = networks("[" + SHOP.formatted("") + "]").getFirst();
    assertEquals("shop", shop.name());
    assertEquals("br-519e03b4fdf5", shop.bridge());
    assertEquals("[172.18.0.0/16, fd00:5::/64]", shop.subnets().toString());
    assertEquals(List.of(address("172.18.0.2")), shop.containers().getFirst().addresses());
  }

  @Test
  void networksMayStandOneAfterTheOther() throws NetworksFormatException {
    assertEquals(2, networks(SHOP.formatted("") + SHOP.formatted("")).size());
  }

  @Test
  void aBridgeMayHaveAnotherName() throws NetworksFormatException {
    assertEquals("br0", bridge(SHOP.formatted("\"com.docker.network.bridge.name\": \"br0\"")));
    assertEquals("docker0", bridge("{\"Name\": \"bridge\", \"Driver\": \"bridge\"}"));
  }

  private static String bridge(String network) throws NetworksFormatException {
    return networks(network).getFirst().bridge();
  }

  @Test
  void onlyNetworksWithABridgeCount() throws NetworksFormatException {
    assertEquals(List.of(), networks("[{\"Name\": \"host\", \"Driver\": \"host\"}]"));
    assertEquals(List.of(), networks("[]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "[{\"Name\": \"a\" \"Driver\"}] | n.json:1:15: this is not JSON",
        "[{\"Name\": 5}] | n.json:1:11: this should be text",
        "[{\"Name\": \"a\", \"Driver\": \"bridge\"}] | n.json:1:2: a network needs an \"Id\"",
        "[{\"Id\": \"a\"}] | n.json:1:2: a network needs a \"Name\" and a \"Driver\"",
        "[{\"IPAM\": []}] | n.json:1:11: IPAM should be an object",
        "[{\"IPAM\": {\"Config\": {}}}] | n.json:1:22: Config should be a list",
        "[{\"IPAM\": {\"Config\": [{\"Subnet\": \"x\"}]}}] | n.json:1:34: this should be a subnet such",
        "[{\"Containers\": {\"c\": {\"IPv4Address\": \"x\"}}}] | n.json:1:39: this should be an address",
        "[{\"Internal\": \"no\"}] | n.json:1:15: this should be true or false",
        "[[]] | n.json:1:2: a network should be an object",
        "5 | n.json:1:1: a network should be an object",
        "[ | n.json:1:2: this is not JSON",
      })
  void saysWhereTheFileIsSomethingElse(String text, String message) {
    String said =
        assertThrows(NetworksFormatException.class, () -> networks(text.strip())).getMessage();
    assertEquals(message, said.substring(0, Math.min(message.length(), said.length())), said);
  }

  @Test
  void anEmptyFileIsNone() {
    String said = assertThrows(NetworksFormatException.class, () -> networks("")).getMessage();
    assertEquals(
        "n.json:1:1: the file is empty; it should hold what docker network inspect prints", said);
  }

  @Test
  void deepJsonDoesNoHarm() {
    String deep = "[{\"Labels\": " + "[".repeat(1_000_000);
    assertThrows(NetworksFormatException.class, () -> networks(deep));
  }

  @Test
  void completesWhatTheRulesTell() throws NetworksFormatException {
    DockerHost host =
        host(
            "-A DOCKER-CT -o br-519e03b4fdf5 -j ACCEPT\n",
            SHOP.formatted("\"com.docker.network.bridge.enable_icc\": \"false\""));
    Bridge shop = host.bridges().getFirst();
    assertEquals("[172.18.0.0/16]", shop.subnets().toString());
    assertEquals(Optional.of(Gateway.NAT), shop.gateway());
    assertEquals(Optional.of(new Hiding.Masquerade()), shop.hiding());
    assertEquals(Optional.of(false), shop.icc());
    assertEquals("shop (br-519e03b4fdf5)", host.title("br-519e03b4fdf5"));
    assertEquals("web (172.18.0.2)", shop.title(address("172.18.0.2")));
    assertEquals("172.18.0.9", shop.title(address("172.18.0.9")));
    assertEquals("eth0", host.title("eth0"));
  }

  @Test
  void theOptionsTellHowItIsReached() throws NetworksFormatException {
    Bridge routed = made("\"com.docker.network.bridge.gateway_mode_ipv4\": \"routed\"");
    assertEquals(Optional.of(Gateway.ROUTED), routed.gateway());
    assertEquals(Optional.of(new Hiding.None()), routed.hiding());
    Bridge behind = made("\"com.docker.network.host_ipv4\": \"192.0.2.1\"");
    assertEquals(Optional.of(new Hiding.Behind(address("192.0.2.1"))), behind.hiding());
    Bridge isolated = made("\"com.docker.network.bridge.gateway_mode_ipv4\": \"isolated\"");
    assertEquals(true, isolated.internal());
    assertEquals(Optional.empty(), isolated.gateway());
    Bridge shown = made("\"com.docker.network.bridge.enable_ip_masquerade\": \"false\"");
    assertEquals(Optional.of(new Hiding.None()), shown.hiding());
  }

  /** A network that Docker has, and no rule speaks of. */
  private static Bridge made(String option) throws NetworksFormatException {
    return host(":DOCKER-USER - [0:0]\n", SHOP.formatted(option)).bridges().getFirst();
  }

  @Test
  void aNameThatIsNoneIsNotSaid() {
    for (String name : List.of("a\u001b[31m", "[a](1)", "", "a\nb")) {
      Bridge bridge =
          new Bridge(
              "br0",
              List.of(),
              false,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              false,
              Optional.of(name),
              Map.of(address("10.0.0.2"), name));
      assertEquals("br0", bridge.title());
      assertEquals("10.0.0.2", bridge.title(address("10.0.0.2")));
    }
  }

  @Test
  void whereNothingOfDockersIsThereItsNetworksAreUnseen() throws NetworksFormatException {
    Firewall firewall = load("*filter\n:FORWARD DROP [0:0]\nCOMMIT\n", SHOP.formatted(""));
    assertEquals(List.of(), DockerHost.of(firewall).bridges());
    assertEquals(
        List.of("shop (br-519e03b4fdf5)"),
        DockerHost.of(firewall).unseen().stream().map(Bridge::title).toList());
  }

  private static DockerHost host(String rules, String networks) throws NetworksFormatException {
    String declared = "*filter\n:FORWARD DROP [0:0]\n:DOCKER - [0:0]\n:DOCKER-CT - [0:0]\n";
    return DockerHost.of(load(declared + rules + "COMMIT\n", networks));
  }

  private static Firewall load(String text, String networks) throws NetworksFormatException {
    return Linter.load(
        new SourceFile("host", text), Optional.of(Family.IPV4), new Facts(networks(networks)));
  }

  private static List<KnownNetwork> networks(String json) throws NetworksFormatException {
    return NetworksJson.read(new SourceFile("n.json", json));
  }

  private static Address address(String text) {
    return Address.parse(text).orElseThrow();
  }
}
