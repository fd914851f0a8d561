package dev.fwlint.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fwlint.cli.CommandRunner.Outcome;
import org.junit.jupiter.api.Test;

class PrintCommandTest {
  private static Outcome print(String rules, String... options) {
    String[] arguments = new String[options.length + 2];
    arguments[0] = "print";
    System.arraycopy(options, 0, arguments, 1, options.length);
    arguments[options.length + 1] = "-";
    return CommandRunner.runWith(rules, arguments);
  }

  @Test
  void writesWhatIptablesSaveWould() {
    Outcome outcome =
        print("*raw\n:OUTPUT DROP [1:2]\n[3:4] -A OUTPUT -p tcp --dport ssh -j ACCEPT\nCOMMIT\n");
    assertEquals(
        """
        *raw
        :PREROUTING ACCEPT [0:0]
        :OUTPUT DROP [1:2]
        -A OUTPUT -p tcp -m tcp --dport 22 -j ACCEPT
        COMMIT
        """,
        outcome.out());
    assertEquals("", outcome.err());
    assertEquals(0, outcome.status());
  }

  @Test
  void countersWhereTheyAreAskedFor() {
    Outcome outcome = print("*raw\n[3:4] -A OUTPUT -j ACCEPT\n-A OUTPUT\nCOMMIT\n", "--counters");
    assertEquals(
        """
        *raw
        :PREROUTING ACCEPT [0:0]
        :OUTPUT ACCEPT [0:0]
        [3:4] -A OUTPUT -j ACCEPT
        [0:0] -A OUTPUT
        COMMIT
        """,
        outcome.out());
  }

  @Test
  void whatIsRefusedIsLeftOutAndNamed() {
    Outcome outcome = print("*raw\n-A OUTPUT --dprot 22 -j ACCEPT\n-A OUTPUT -j DROP\nCOMMIT\n");
    assertEquals(
        """
        *raw
        :PREROUTING ACCEPT [0:0]
        :OUTPUT ACCEPT [0:0]
        -A OUTPUT -j DROP
        COMMIT
        """,
        outcome.out());
    assertEquals(
        "fwlint: -:2:11: this line is left out: unknown option \"--dprot\"\n", outcome.err());
    assertEquals(4, outcome.status());
  }

  @Test
  void aMissingCommitIsSaidAndWritten() {
    Outcome outcome = print("*raw\n-A OUTPUT -j DROP\n");
    assertEquals("COMMIT", outcome.out().lines().toList().getLast());
    assertEquals(
        "fwlint: -:2:1: the file ends, and the table \"raw\" has no COMMIT\n", outcome.err());
    assertEquals(4, outcome.status());
  }

  @Test
  void whatOneBackendLoadsIsComplete() {
    Outcome outcome = print("*raw\n-A OUTPUT -j DROP\nCOMMIT");
    assertEquals(
        "fwlint: -:3:1: only iptables-legacy refuses this: the last COMMIT has no line end\n",
        outcome.err());
    assertEquals(0, outcome.status());
  }

  @Test
  void aNameThatOnlyAHostKnowsStays() {
    Outcome outcome =
        print("*raw\n-A OUTPUT -d example.org/24 -m owner --uid-owner tor -j DROP\nCOMMIT\n");
    assertEquals(
        "-A OUTPUT -d example.org/24 -m owner --uid-owner tor -j DROP",
        outcome.out().lines().toList().get(3));
    assertEquals(
        """
        fwlint: -:2:14: what this name stands for, only the host knows; it is printed as it is
        fwlint: -:2:50: what this name stands for, only the host knows; it is printed as it is
        """,
        outcome.err());
    assertEquals(4, outcome.status());
  }

  @Test
  void bytesThatAreNoUtf8StayAsTheyAre() {
    Outcome outcome =
        CommandRunner.runBytes(
            "*raw\n-A OUTPUT -m comment --comment caf\u00e9 -m string --algo bm --string \u00e9\nCOMMIT\n",
            "print",
            "-");
    assertEquals(
        "-A OUTPUT -m comment --comment \"caf\u00e9\" -m string --hex-string \"|e9|\" --algo bm",
        outcome.out().lines().toList().get(3));
  }

  @Test
  void theFamilyMayBeSaid() {
    Outcome outcome = print("*filter\n-A INPUT -j REJECT\nCOMMIT\n", "--input-format", "save6");
    assertEquals(
        "-A INPUT -j REJECT --reject-with icmp6-port-unreachable",
        outcome.out().lines().toList().get(4));
  }

  @Test
  void nothingToRead() {
    assertEquals(3, print("").status());
    assertEquals(3, CommandRunner.run("print", "no-such-file.v4").status());
    assertEquals(2, CommandRunner.run("print").status());
    assertEquals(2, CommandRunner.run("print", "a.v4", "b.v4").status());
  }
}
