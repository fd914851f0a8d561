package dev.fwlint.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fwlint.cli.CommandRunner.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceCommandTest {
  @TempDir private Path folder;
  private String rules = "";

  @BeforeEach
  void ruleset() throws IOException {
    String text =
        """
        *filter
        :INPUT DROP [0:0]
        :FORWARD DROP [0:0]
        :web - [0:0]
        -A FORWARD -o docker0 -j web
        -A web -p tcp -m tcp --dport 80 -j ACCEPT
        COMMIT
        """;
    rules = Files.writeString(folder.resolve("rules.v4"), text).toString();
  }

  private Outcome packets(String... lines) {
    return CommandRunner.runWith(String.join("\n", lines) + "\n", "trace", "--packets", "-", rules);
  }

  @Test
  void answersALineForALine() {
    Outcome outcome =
        packets(
            "{\"in\":\"eth0\",\"out\":\"docker0\",\"src\":\"192.0.2.1\",\"dst\":\"172.17.0.2\"}",
            "{\"in\":\"eth0\",\"out\":\"eth1\",\"src\":\"192.0.2.1\",\"dst\":\"172.17.0.2\"}");
    assertEquals(
        """
        {"verdict":"ACCEPT","hits":[["filter","FORWARD",1],["filter","web",1]],"policy":[],"unknown":[]}
        {"verdict":"DROP","hits":[],"policy":[["filter","FORWARD"]],"unknown":[]}
        """,
        outcome.out());
    assertEquals(0, outcome.status());
  }

  @Test
  void aRuleMayAskTheSameTwice() throws IOException {
    String limit = " -m limit --limit 1/sec";
    Files.writeString(
        Path.of(rules),
        "*filter\n:INPUT DROP [0:0]\n-A INPUT" + limit + limit + " -j ACCEPT\nCOMMIT\n");
    Outcome outcome = packets("{\"hook\":\"input\",\"src\":\"192.0.2.1\",\"dst\":\"192.0.2.2\"}");
    assertEquals(
        """
        {"verdict":"UNKNOWN","hits":[],"policy":[],"unknown":[["filter","INPUT",1]]}
        """,
        outcome.out());
  }

  @Test
  void ofTheOtherFamilysIcmpNoPacketIsAnError() throws IOException {
    String nat = "*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -s 192.0.2.1\nCOMMIT\n";
    Files.writeString(Path.of(rules), nat);
    String related = "{\"src\":\"192.0.2.1\",\"dst\":\"192.0.2.2\",\"state\":\"RELATED\",";
    Outcome outcome =
        packets(related + "\"proto\":\"icmp\"}", related + "\"proto\":\"ipv6-icmp\"}");
    assertEquals(
        List.of(false, true),
        outcome.out().lines().map(line -> line.contains("[\"nat\",\"PREROUTING\",1]")).toList(),
        outcome.out());
  }

  @Test
  void aLineThatIsNoPacketKeepsItsPlace() {
    Outcome outcome =
        packets("{\"src\":\"192.0.2.1\"}", "{\"src\":\"192.0.2.1\",\"dst\":\"192.0.2.2\"}");
    assertEquals(4, outcome.status());
    assertEquals(2, outcome.out().lines().count());
    assertTrue(
        outcome.out().startsWith("{\"error\":\"line 1: a packet needs dst\"}"), outcome.out());
  }

  @Test
  void anUnknownKeyIsRefused() {
    Outcome outcome = packets("{\"src\":\"192.0.2.1\",\"dst\":\"192.0.2.2\",\"dprot\":1}");
    assertTrue(outcome.out().contains("dprot"), outcome.out());
  }

  @Test
  void tellsAPersonTheWay() {
    Outcome outcome =
        CommandRunner.run(
            "trace",
            "--in",
            "eth0",
            "--out",
            "docker0",
            "--src",
            "192.0.2.1",
            "--dst",
            "172.17.0.2",
            rules);
    assertEquals(
        """
        packet: tcp 192.0.2.1:40000 -> 172.17.0.2:80, NEW, eth0 -> docker0

        line 5  filter/FORWARD/1  -o docker0 -j web
        line 6    filter/web/1    -p tcp -m tcp --dport 80 -j ACCEPT
        ACCEPT
        """,
        outcome.out());
  }
}
