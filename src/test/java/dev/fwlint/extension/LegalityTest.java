package dev.fwlint.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fwlint.ast.Backend;
import dev.fwlint.ast.Family;
import dev.fwlint.ast.Line;
import dev.fwlint.ast.Operation;
import dev.fwlint.ast.Problem;
import dev.fwlint.ast.RuleSpec;
import dev.fwlint.parse.RestoreReader;
import dev.fwlint.source.SourceFile;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What iptables takes and the kernel refuses. */
class LegalityTest {
  private static List<Problem> problems(String table, String rule, HookPoint... hooks) {
    Set<HookPoint> reached = EnumSet.noneOf(HookPoint.class);
    reached.addAll(List.of(hooks));
    return Legality.problems(spec(table, rule), Family.IPV4, table, reached);
  }

  private static RuleSpec spec(String table, String rule) {
    String text = "*%s\n-A CHAIN %s\nCOMMIT\n".formatted(table, rule);
    return RestoreReader.read(new SourceFile("rules", text), Family.IPV4).lines().stream()
        .filter(Line.Command.class::isInstance)
        .map(line -> (Operation.Append) ((Line.Command) line).operation())
        .map(Operation.Append::rule)
        .findFirst()
        .orElseThrow();
  }

  private static List<String> messages(List<Problem> problems) {
    return problems.stream().map(Problem::message).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          filter | -j MASQUERADE                                  | the target "MASQUERADE" is only allowed in the table nat
          nat    | -j REJECT                                      | the target "REJECT" is only allowed in the table filter
          filter | -j CT --notrack                                | the target "CT" is only allowed in the table raw
          filter | -m tcp --dport 22                              | the match "tcp" needs -p tcp
          filter | -j REJECT --reject-with tcp-reset              | the target "REJECT" needs -p tcp for a TCP reset
          filter | -p udp -j TCPMSS --set-mss 1400                | the target "TCPMSS" needs -p tcp
          filter | -m recent --set --seconds 60                   | the match "recent" counts only with --rcheck or --update
          filter | -m recent --set --name a/b                     | the match "recent" takes no name that is empty, a dot or two, or has a /
          """)
  void saysWhatTheKernelDoesNotTake(String table, String rule, String message) {
    assertEquals(List.of(message), messages(problems(table, rule)));
  }

  @Test
  void looksAtEveryWayIntoTheChain() {
    String owner = "-m owner --uid-owner 0 -j ACCEPT";

    assertEquals(List.of(), problems("filter", owner, HookPoint.OUTPUT));
    assertEquals(List.of(), problems("filter", owner));
    assertEquals(
        List.of(
            "the match \"owner\" is only allowed on the way from OUTPUT or POSTROUTING, and this"
                + " chain is reached from INPUT"),
        messages(problems("filter", owner, HookPoint.INPUT, HookPoint.OUTPUT)));
  }

  @Test
  void doesNotMindLegalRules() {
    assertEquals(
        List.of(),
        problems("nat", "-p tcp -j DNAT --to-destination 192.0.2.1:80", HookPoint.PREROUTING));
    assertEquals(List.of(), problems("filter", "-m recent --remove --hitcount 0"));
    assertEquals(List.of(), problems("raw", "-j CT --notrack --helper ftp", HookPoint.OUTPUT));
    assertEquals(
        List.of(),
        problems(
            "filter",
            "-m hashlimit --hashlimit 25/day --hashlimit-name a --hashlimit-burst 700kb"));
    assertEquals(
        List.of(), problems("filter", "-p tcp -j REJECT --reject-with tcp-reset", HookPoint.INPUT));
  }

  /** iptables-nft translates these itself, and asks nothing more. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          filter | ! -p tcp -m tcp --dport 22                                  | LEGACY
          mangle | -p tcp -j TCPMSS --set-mss 1400                             | LEGACY
          filter | -j TRACE                                                    | LEGACY
          filter | -m limit --limit 1/day -j ACCEPT                            | LEGACY
          filter | ! -s 0.0.0.0/0 -j DROP                                      | NFT
          filter | -j QUEUE                                                    | NFT
          """)
  void knowsWhereTheBackendsDiffer(String table, String rule, Backend refusing) {
    List<Problem> problems = problems(table, rule, HookPoint.FORWARD);

    assertEquals(List.of(Set.of(refusing)), problems.stream().map(Problem::refusedBy).toList());
  }

  @Test
  void pointsAtTheExtension() {
    assertEquals("MASQUERADE", problems("filter", "-j MASQUERADE").getFirst().at().text());
    assertEquals(
        "--reject-with tcp-reset",
        problems("filter", "-j REJECT --reject-with tcp-reset").getFirst().at().text());
  }
}
