package dev.fwlint.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.fwlint.cli.CommandRunner.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatrixCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A network that another one gets to by a rule in DOCKER-USER, and a published port. */
  private static final String HOST =
      """
      *nat
      :PREROUTING ACCEPT [0:0]
      :OUTPUT ACCEPT [0:0]
      :POSTROUTING ACCEPT [0:0]
      :DOCKER - [0:0]
      -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
      -A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER
      -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
      -A POSTROUTING -s 172.18.0.0/16 ! -o br-web -j MASQUERADE
      -A DOCKER -i docker0 -j RETURN
      -A DOCKER -i br-web -j RETURN
      -A DOCKER ! -i br-web -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.18.0.2:80
      COMMIT
      *filter
      :INPUT DROP [0:0]
      :FORWARD DROP [0:0]
      :OUTPUT ACCEPT [0:0]
      :DOCKER - [0:0]
      :DOCKER-ISOLATION-STAGE-1 - [0:0]
      :DOCKER-ISOLATION-STAGE-2 - [0:0]
      :DOCKER-USER - [0:0]
      -A INPUT -s 192.0.2.0/24 -i eth0 -p tcp -m tcp --dport 22 -j ACCEPT
      -A INPUT -i docker0 -p udp -m udp --dport 53 -m set --match-set dns src -j ACCEPT
      -A FORWARD -j DOCKER-USER
      -A FORWARD -j DOCKER-ISOLATION-STAGE-1
      -A FORWARD -o docker0 -j DOCKER
      -A FORWARD -i docker0 ! -o docker0 -j ACCEPT
      -A FORWARD -i docker0 -o docker0 -j ACCEPT
      -A FORWARD -o br-web -j DOCKER
      -A FORWARD -i br-web ! -o br-web -j ACCEPT
      -A FORWARD -i br-web -o br-web -j DROP
      -A DOCKER -d 172.18.0.2/32 ! -i br-web -o br-web -p tcp -m tcp --dport 80 -j ACCEPT
      -A DOCKER-ISOLATION-STAGE-1 -i docker0 ! -o docker0 -j DOCKER-ISOLATION-STAGE-2
      -A DOCKER-ISOLATION-STAGE-1 -i br-web ! -o br-web -j DOCKER-ISOLATION-STAGE-2
      -A DOCKER-ISOLATION-STAGE-2 -o docker0 -j DROP
      -A DOCKER-ISOLATION-STAGE-2 -o br-web -j DROP
      -A DOCKER-USER -s 10.0.0.0/8 -i eth0 -j DROP
      -A DOCKER-USER -i docker0 -o br-web -p tcp -m tcp --dport 5432 -j ACCEPT
      COMMIT
      """;

  private static final String NETWORKS =
      """
      [{"Name": "shop", "Driver": "bridge", "Options": {"com.docker.network.bridge.name": "br-web"}}]
      """;

  @TempDir private Path folder;

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("file"), text).toString();
  }

  private static Outcome matrix(String ruleset, String... options) {
    List<String> arguments = new ArrayList<>(List.of("matrix"));
    arguments.addAll(List.of(options));
    arguments.add("-");
    return CommandRunner.runWith(ruleset, arguments.toArray(String[]::new));
  }

  @Test
  void aTableWithThePortsInItsCells() {
    Outcome outcome = matrix(HOST);
    assertEquals(0, outcome.status());
    assertEquals("", outcome.err());
    assertEquals(
        """
        network docker0       172.17.0.0/16
        network br-web        172.18.0.0/16

        from \\ to     host                              outside eth0  docker0  br-web
        host                                            all           all      all
                                                                               tcp 8080 -> 80 (172.18.0.2)

        outside eth0  tcp 22 from 192.0.2.0/24                        -        tcp 80 to 172.18.0.2 from all but
                                                                                 10.0.0.0/8
                                                                               tcp 8080 -> 80 (172.18.0.2) from
                                                                                 all but 10.0.0.0/8

        docker0       maybe udp 53 [-m set --match-set  all           all      ! tcp 5432
                        dns src]

        br-web        -                                 all           -        -

        What is not told is closed: no new connection gets through.
        ! leads from one network into another.
        8080 -> 80 (ADDRESS): sent to port 8080 of the host, translated to port 80 of ADDRESS.
        maybe: it hangs on what the rules do not tell, in brackets.
        Not in the file, taken as empty: raw, mangle.
        """,
        outcome.out());
  }

  @Test
  void manyNetworksAreAList() {
    String bridges =
        Stream.iterate(1, i -> i <= 9, i -> i + 1)
            .map(i ->
                "-A DOCKER ! -i br%d -o br%d -j DROP\n-A FORWARD -i br%d -j ACCEPT\n"
                    .formatted(i, i, i))
            .reduce("", String::concat);
    String host =
        "*filter\n:INPUT DROP\n:FORWARD DROP\n:OUTPUT ACCEPT\n:DOCKER -\n-A FORWARD -j DOCKER\n"
            + bridges
            + "-A INPUT -i br3 -p tcp -m tcp --dport 22 -j ACCEPT\nCOMMIT\n";
    String out = matrix(host).out();
    assertTrue(out.contains("to host\n  from br3\n      tcp 22\n"), out);
    assertTrue(out.contains("to outside eth0\n  from host, all networks\n      all\n"), out);
    assertFalse(out.contains("! from"), out);
  }

  @Test
  void markdownIsATable() {
    String out = matrix(HOST, "--format", "markdown").out();
    assertTrue(out.startsWith("| from, to | **host** | **outside eth0** |"), out);
    assertTrue(
        out.contains("| **docker0** | maybe udp 53 &#91;-m set --match-set dns src&#93; | all |"),
        out);
  }

  @Test
  void whatTheInputSaysIsEscaped() {
    String host =
        """
        *filter
        :INPUT DROP
        :FORWARD DROP
        :OUTPUT ACCEPT
        :DOCKER -
        -A DOCKER ! -i "b\u001b[1m|*<b>" -o "b\u001b[1m|*<b>" -j DROP
        -A INPUT -i eth\u202e0 -m string --string "</td>|\u001b[31m" --algo bm -j ACCEPT
        COMMIT
        """;
    for (String format : List.of("text", "json", "markdown")) {
      Outcome outcome = matrix(host, "--format", format);
      assertFalse(outcome.out().contains("\u001b") || outcome.out().contains("\u202e"), format);
    }
    String markdown = matrix(host, "--format", "markdown").out();
    assertFalse(markdown.contains("<b>") || markdown.contains("</td>"), markdown);
    markdown
        .lines()
        .filter(line -> line.startsWith("|"))
        .forEach(line -> assertEquals(5, line.chars().filter(c -> c == '|').count(), line));
  }

  @Test
  void netmapOfTheSourceLeavesTheDestinationAsItIs() {
    String both =
        """
        *nat
        :PREROUTING ACCEPT [0:0]
        :POSTROUTING ACCEPT [0:0]
        -A PREROUTING -i eth0 -j DNAT --to-destination 192.0.2.10
        -A POSTROUTING -s 10.0.0.0/24 -o eth0 -j NETMAP --to 198.51.100.0/24
        COMMIT
        """;
    Outcome outcome = matrix(both);
    assertEquals("", outcome.err());
    assertEquals(0, outcome.status());
  }

  @Test
  void everyExampleGetsThrough() throws IOException {
    JsonNode cells = JSON.readTree(matrix(HOST, "--format", "json").out()).path("cells");
    Path rules = Files.writeString(folder.resolve("rules.v4"), HOST);
    int asked = 0;
    for (JsonNode cell : cells) {
      String packet = JSON.writeValueAsString(cell.path("example"));
      Outcome trace =
          CommandRunner.runWith(packet + "\n", "trace", "--packets", "-", rules.toString());
      boolean certain = cell.path("open").get(0).path("certain").asBoolean();
      String verdict = certain ? "ACCEPT" : "UNKNOWN";
      assertTrue(trace.out().startsWith("{\"verdict\":\"" + verdict), packet + trace.out());
      asked++;
    }
    assertTrue(asked > 5);
    assertTrue(matrix(HOST, "--examples").out().contains("example: tcp 192.0.2.0:40000 -> "));
  }

  @Test
  void jsonIsAsTheSchemaSays() throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Files.readString(Path.of("docs/matrix.schema.json")));
    assertEquals(Set.of(), schema.validate(JSON.readTree(matrix(HOST, "--format", "json").out())));
    JsonNode named =
        JSON.readTree(matrix(HOST, "--format", "json", "--networks", file(NETWORKS)).out());
    assertEquals(Set.of(), schema.validate(named));
    assertEquals("shop (br-web)", named.at("/places/3/title").asText());
    try (Stream<Path> files = Files.walk(Path.of("test-fixtures"))) {
      for (Path file : files.filter(f -> f.toString().matches(".*\\.v[46]")).sorted().toList()) {
        Outcome outcome = CommandRunner.run("matrix", "--format", "json", file.toString());
        assertEquals(Set.of(), schema.validate(JSON.readTree(outcome.out())), file.toString());
      }
    }
  }

  @Test
  void whatDoesNotLoadIsToldAllTheSame() {
    Outcome outcome =
        matrix("*filter\n:INPUT DROP\n-A INPUT -p tcp --dprot 22 -j ACCEPT\nCOMMIT\n");
    assertEquals(4, outcome.status());
    assertTrue(outcome.err().contains("does not load as it stands"), outcome.err());
    assertTrue(outcome.out().contains("from \\ to"), outcome.out());
  }

  @Test
  void mistakes() {
    assertEquals(2, CommandRunner.run("matrix").status());
    assertEquals(2, CommandRunner.run("matrix", "--format", "sarif", "x").status());
    assertEquals(3, CommandRunner.run("matrix", folder.resolve("none").toString()).status());
    assertEquals(3, matrix("").status());
  }
}
