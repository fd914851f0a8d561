package dev.fwlint.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fwlint.cli.CommandRunner.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code --host}, {@code --ipsets} and {@code --networks} tell the commands. */
class FactsOptionsTest {
  private static final String HOST = "test-fixtures/clean/known-host.host.json";

  private static final int LARGE = 300_000;

  /** Those that reason about packets, each with an option that stands before the others. */
  private static final String[][] COMMANDS = {
    {"lint", "--format=json"}, {"trace", "--packets=-"}, {"matrix", "--format=json"}
  };

  @TempDir private Path folder;

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private String trace(String rules, String packet, String... options) throws IOException {
    String[] all = new String[options.length + 4];
    System.arraycopy(options, 0, all, 1, options.length);
    all[0] = "trace";
    all[options.length + 1] = "--packets";
    all[options.length + 2] = "-";
    all[options.length + 3] = file("rules.v4", rules);
    Outcome outcome = CommandRunner.runWith(packet + "\n", all);
    assertEquals(0, outcome.status(), outcome.err());
    return outcome.out().strip();
  }

  private static final String WAYS =
      """
      *filter
      :INPUT ACCEPT [0:0]
      :FORWARD ACCEPT [0:0]
      :OUTPUT ACCEPT [0:0]
      -A INPUT -m addrtype --dst-type BROADCAST
      -A INPUT -m addrtype --dst-type LOCAL --limit-iface-in
      -A FORWARD -o docker0
      -A FORWARD -o eth0
      -A OUTPUT -o docker0
      COMMIT
      """;

  @Test
  void packetsGoWhereTheHostSendsThem() throws IOException {
    String arrives = "{\"hook\":\"arrive\",\"in\":\"eth0\",\"src\":\"192.0.2.7\",\"dst\":\"%s\"}";
    String[][] expected = {
      {"203.0.113.10", "[\"filter\",\"INPUT\",2]"},
      {"203.0.113.255", "[\"filter\",\"INPUT\",1]"},
      {"172.17.0.1", ""},
      {"172.17.0.5", "[\"filter\",\"FORWARD\",1]"},
      {"198.51.100.5", "[\"filter\",\"FORWARD\",2]"}
    };
    for (String[] each : expected) {
      String answer = trace(WAYS, arrives.formatted(each[0]), "--host", HOST);
      assertTrue(answer.contains("\"hits\":[" + each[1] + "],"), each[0] + answer);
      assertTrue(answer.endsWith("\"unknown\":[]}"), answer);
    }
    String sent = "{\"hook\":\"output\",\"src\":\"203.0.113.10\",\"dst\":\"172.17.0.5\"}";
    assertTrue(trace(WAYS, sent, "--host", HOST).contains("[[\"filter\",\"OUTPUT\",1]]"));
  }

  @Test
  void whatThePacketSaysCounts() throws IOException {
    String packet =
        "{\"hook\":\"arrive\",\"in\":\"eth0\",\"src\":\"192.0.2.7\",\"dst\":\"203.0.113.10\","
            + "\"local\":[\"203.0.113.99\"],\"routes\":[[\"0.0.0.0/0\",\"docker0\"]]}";
    assertTrue(trace(WAYS, packet, "--host", HOST).contains("[[\"filter\",\"FORWARD\",1]]"));
  }

  private static final String ASKS =
      """
      *filter
      :INPUT ACCEPT [0:0]
      :FORWARD ACCEPT [0:0]
      :OUTPUT ACCEPT [0:0]
      -A INPUT -m set --match-set s src
      -A INPUT -m set ! --match-set s src
      COMMIT
      """;

  private String asked(String sets, String from, String rules) throws IOException {
    String packet =
        "{\"hook\":\"input\",\"in\":\"eth0\",\"src\":\"%s\",\"dst\":\"192.0.2.9\",\"mark\":4660,\"mac\":\"00:11:22:33:44:55\"}"
            .formatted(from);
    return trace(rules, packet, "--ipsets", file("sets", sets));
  }

  private static boolean isOpen(String answer) {
    return !answer.endsWith("\"unknown\":[]}");
  }

  @Test
  void aKnownSetDecides() throws IOException {
    String sets = "create s hash:ip\nadd s 192.0.2.7\n";
    assertTrue(asked(sets, "192.0.2.7", ASKS).contains("\"hits\":[[\"filter\",\"INPUT\",1]]"));
    assertTrue(asked(sets, "192.0.2.8", ASKS).contains("\"hits\":[[\"filter\",\"INPUT\",2]]"));
    assertFalse(isOpen(asked(sets, "192.0.2.7", ASKS)));
  }

  @Test
  void whatMayChangeIsOpen() throws IOException {
    String sets = "create s hash:ip\nadd s 192.0.2.7\n";
    String adds = ASKS.replace("COMMIT", "-A INPUT -j SET --add-set s src\nCOMMIT");
    assertFalse(isOpen(asked(sets, "192.0.2.7", adds)));
    assertTrue(isOpen(asked(sets, "192.0.2.8", adds)));
    String deletes = ASKS.replace("COMMIT", "-A INPUT -j SET --del-set s src\nCOMMIT");
    assertTrue(isOpen(asked(sets, "192.0.2.7", deletes)));
    assertFalse(isOpen(asked(sets, "192.0.2.8", deletes)));
    String timed = "create s hash:ip timeout 60\nadd s 192.0.2.7 timeout 5\n";
    assertTrue(isOpen(asked(timed, "192.0.2.7", ASKS)));
    assertFalse(isOpen(asked(timed, "192.0.2.8", ASKS)));
  }

  @Test
  void typesThatFewKernelsHaveAreDecidedAsWell() throws IOException {
    String[][] sets = {
      {"hash:mac", "00:11:22:33:44:55", "00:11:22:33:44:56", "src"},
      {"hash:ip,mac", "192.0.2.7,00:11:22:33:44:55", "192.0.2.7,00:11:22:33:44:56", "src,src"},
      {"hash:ip,mark markmask 0xff", "192.0.2.7,0x34", "192.0.2.7,0x35", "src,src"},
      {"hash:net,net", "192.0.2.0/28,192.0.2.9", "192.0.2.0/28,192.0.2.8", "src,dst"},
      {
        "hash:net,port,net",
        "192.0.2.0/28,tcp:80,192.0.2.8/31",
        "192.0.2.0/28,tcp:80,192.0.2.10/31",
        "src,dst,dst"
      }
    };
    for (String[] set : sets) {
      String rules = ASKS.replace("s src", "s " + set[3]);
      for (int i = 1; i <= 2; i++) {
        String saved = "create s %s%nadd s %s%n".formatted(set[0], set[i]);
        String hit = "\"hits\":[[\"filter\",\"INPUT\",%d]]".formatted(i);
        String answer = asked(saved, "192.0.2.7", rules);
        assertTrue(answer.contains(hit) && !isOpen(answer), set[0] + answer);
      }
    }
  }

  @Test
  void whatMayHoldAnythingIsEscaped() throws IOException {
    String rules = file("rules.v4", ASKS);
    String sets = file("s\u001b[2J", "create s hash:ip\nadd s \u001b[2Jx\n");
    String said = refused("lint", "--ipsets", sets, rules);
    assertTrue(said.contains(":2:7: \"\\u001b[2Jx\" is no address"), said);
    assertFalse(said.contains("\u001b"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --host     | {"addr": [                   | f:1:11: it is not JSON as ip -j prints it: Unexpected end-of-input
          --host     | 2: eth0: <BROADCAST> mtu     | f:1:2: it is not JSON as ip -j prints it: Unexpected character
          --host     | [{"ifname": "eth0"}]         | f:1:1: there is a list, not an object {"addr": …, "route": …}
          --host     | {"addr": "eth0"}             | f:1:10: there is "eth0", not what ip -j addr prints
          --host     | {"route": [{"dst": 5}]}      | f:1:20: there is "5", not text
          --host     | ''                           | f:1:1: the file ends, not an object
          --ipsets   | Name: s                      | f:1:1: "Name:" is neither create nor add; write the file with ipset save
          --ipsets   | <ipsets>                     | f:1:1: "<ipsets>" is neither create nor add
          --ipsets   | create s hash:ipv4           | f:1:10: "hash:ipv4" is no type of set; they are
          --networks | {"Name": "a"}                | f:1:1: a network needs a "Name" and a "Driver"
          --networks | NETWORK ID   NAME            | f:1:1: it is not JSON as docker network inspect prints it: Unrecognized token
          --networks | ''                           | f:1:1: the file is empty; it should hold what docker network inspect prints
          """)
  void everyCommandRefusesWhatIsSomethingElse(String option, String text, String message)
      throws IOException {
    String rules = file("rules.v4", ASKS);
    String facts = file("f", text);
    String expected = "fwlint: " + folder + "/" + message;
    for (String[] command : COMMANDS) {
      String said = refused(command[0], command[1], option, facts, rules);
      assertTrue(said.startsWith(expected), said);
    }
  }

  @Test
  void aFileThatIsNotThereIsSaidToBeMissing() throws IOException {
    String rules = file("rules.v4", ASKS);
    for (String option : List.of("--host", "--ipsets", "--networks")) {
      String said = refused("lint", option, folder + "/none", rules);
      assertTrue(said.contains("none: there is no such file"), said);
    }
  }

  private static String refused(String... arguments) {
    Outcome outcome = CommandRunner.run(arguments);
    assertEquals(2, outcome.status());
    assertEquals("", outcome.out());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    return outcome.err();
  }

  /** A set of the size of a blocklist of the internet's. */
  @Test
  void aLargeSetIsReadAndAskedAtOnce() {
    StringBuilder sets = new StringBuilder("create s hash:ip maxelem 1000000\n");
    for (int i = 0; i < LARGE; i++) {
      long address = i * 2_654_435_761L & 0xffff_ffffL;
      sets.append("add s %d.%d.".formatted(address >> 24, address >> 16 & 255))
          .append("%d.%d%n".formatted(address >> 8 & 255, address & 255));
    }
    String packet =
        "{\"hook\":\"input\",\"in\":\"eth0\",\"src\":\"158.55.121.177\",\"dst\":\"192.0.2.9\"}\n";
    assertTimeout(
        Duration.ofSeconds(60),
        () -> {
          String known = file("large", sets.toString());
          String answers = trace(ASKS, packet.repeat(1_000), "--ipsets", known);
          assertEquals(
              1_000, answers.lines().filter(line -> line.contains("\"INPUT\",1]]")).count());
          Outcome lint = CommandRunner.run("lint", "--ipsets", known, file("large.v4", ASKS));
          assertEquals(0, lint.status(), lint.err());
        });
  }
}
