package dev.fwlint.print;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Loader;
import dev.fwlint.parse.RestoreReader;
import dev.fwlint.source.SourceFile;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rulesets as iptables-legacy-save 1.8.9 was found to write them. */
class SavePrinterTest {
  private static Firewall load(String text, Family family) {
    return Loader.load(RestoreReader.read(new SourceFile("rules", text), family));
  }

  private static String print(String text, boolean counters) {
    return SavePrinter.lines(load(text, Family.IPV4), counters)
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  @Test
  void chainsThatTheKernelHasComeFirstAndTheOthersByName() {
    assertEquals(
        """
        *nat
        :PREROUTING ACCEPT [0:0]
        :INPUT ACCEPT [0:0]
        :OUTPUT ACCEPT [3:4]
        :POSTROUTING ACCEPT [0:0]
        :Alpha - [0:0]
        :zeta - [0:0]
        COMMIT
        *filter
        :INPUT DROP [0:0]
        :FORWARD ACCEPT [0:0]
        :OUTPUT ACCEPT [0:0]
        :web - [0:0]
        -A FORWARD -j web
        -A web -j ACCEPT
        COMMIT
        """,
        print(
            """
            # what was saved before
            *nat
            :zeta - [1:2]
            :Alpha - [0:0]
            :OUTPUT ACCEPT [3:4]
            COMMIT
            *filter
            -N web
            -A web -j ACCEPT
            -A FORWARD -j web
            -P INPUT DROP
            COMMIT
            """,
            false));
  }

  @Test
  void countersOfRulesAreThoseBeforeThemOrThoseOfTheirOption() {
    assertEquals(
        """
        *raw
        :PREROUTING ACCEPT [7:9]
        :OUTPUT ACCEPT [0:0]
        [5:6] -A PREROUTING -i lo -j ACCEPT
        [4:5] -A PREROUTING -i eth0 -j ACCEPT
        [0:0] -A PREROUTING -j ACCEPT
        COMMIT
        """,
        print(
            """
            *raw
            :PREROUTING ACCEPT [007:9]
            [5:6] -A PREROUTING -i lo -j ACCEPT
            -A PREROUTING -c 4 5 -i eth0 -j ACCEPT
            -A PREROUTING -j ACCEPT
            COMMIT
            """,
            true));
  }

  @Test
  void countersOfAChainComeWithItsPolicy() {
    assertEquals(
        """
        *raw
        :PREROUTING ACCEPT [0:0]
        :OUTPUT DROP [0:0]
        COMMIT
        """,
        print(
            """
            *raw
            :PREROUTING - [1:2]
            :OUTPUT ACCEPT [3:4]
            -P OUTPUT DROP
            COMMIT
            """,
            false));
  }

  @Test
  void aTableThatStandsTwiceKeepsItsPoliciesAlone() {
    assertEquals(
        """
        *raw
        :PREROUTING ACCEPT [0:0]
        :OUTPUT DROP [0:0]
        COMMIT
        """,
        print("*raw\n:OUTPUT DROP [3:4]\n-A OUTPUT\nCOMMIT\n*raw\nCOMMIT\n", false));
  }

  @Test
  void whatIsRefusedIsLeftOutWithAllThatLeadsThere() {
    assertEquals(
        """
        *filter
        :INPUT ACCEPT [0:0]
        :FORWARD ACCEPT [0:0]
        :OUTPUT ACCEPT [0:0]
        -A INPUT -j ACCEPT
        COMMIT
        """,
        print(
            """
            *filter
            :a-name-of-more-than-28-letters - [0:0]
            -A INPUT -j a-name-of-more-than-28-letters
            -A INPUT -j nowhere
            -A INPUT --dprot 22 -j ACCEPT
            -A nowhere -j ACCEPT
            -A nowhere -j DROP
            -A INPUT -j ACCEPT
            COMMIT
            """,
            false));
  }

  @Test
  void aHundredThousandRulesTakeASecondOrTwo() {
    String text =
        IntStream.range(0, 100_000)
            .mapToObj(i ->
                "-A INPUT -s 10.%d.%d.%d -p tcp --dport %d -m comment --comment \"rule %d\" -j DROP\n"
                    .formatted(i >> 16, i >> 8 & 255, i & 255, i & 0xffff, i))
            .collect(Collectors.joining("", "*filter\n", "COMMIT\n"));
    List<String> lines = SavePrinter.lines(load(text, Family.IPV4), false).toList();
    assertEquals(100_005, lines.size());
    assertEquals(
        "-A INPUT -s 10.1.134.159/32 -p tcp -m tcp --dport 34463 -m comment --comment \"rule 99999\" -j DROP",
        lines.get(100_003));
  }
}
