package dev.fwlint.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.fwlint.source.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;

class FingerprintsTest {
  /** The values are those of Microsoft's Sarif.Multitool, which computes the same. */
  @Test
  void hashesLinesAsCodeScanningDoes() {
    assertHashes("*filter\n", "d49e0dd0316a069:1");
    assertHashes("x", "638816509450efbf:1");
    assertHashes("\n\n\n", "4e5d562094661a0d:1", "5b5d4caf73a13177:1", "3c5bef55b72b93c9:1");
    assertHashes(
        "a\r\nb\n\r\n\r\r\nc\n",
        "3be77b2500029955:1",
        "5148e1087b34edee:1",
        "7778983ce82f9cca:1",
        "4c4ddac78fc116c8:1",
        "f2078d1c7c7b87e:1");
    assertHashes(
        "# 允许 数据库 💥\n\t-A INPUT  -m comment --comment \"允许\" -j ACCEPT\n\n   \nCOMMIT\n".repeat(4),
        "70a6d62117ef1a1f:1",
        "a504625b7f6b0d8c:1",
        "57cad49a25d6b684:1");
    List<String> repeated = LineHashes.of("-A X\n".repeat(300));
    assertEquals(repeated.get(0).replaceFirst(":1$", ":200"), repeated.get(199));
  }

  private static void assertHashes(String text, String... expected) {
    assertEquals(List.of(expected), LineHashes.of(text).subList(0, expected.length));
  }

  @Test
  void aFindingIsTheSameWhenLinesMoveAndCountersChange() {
    String first = fingerprints("a.v4", "[1:2] -A FORWARD -i eth0 -j DROP\n", 1);
    assertEquals(first, fingerprints("a.v4", "# new\n\n-A FORWARD  -i eth0 -j DROP\n", 3));
    assertEquals(first, fingerprints("./a.v4", "[99:1000] -A FORWARD -i eth0 -j DROP\r\n", 1));
    assertEquals(first, fingerprints("a.v4", "-A FORWARD -i eth0 -c 5 600 -j DROP", 1));
    assertNotEquals(first, fingerprints("b.v4", "-A FORWARD -i eth0 -j DROP\n", 1));
    assertNotEquals(first, fingerprints("a.v4", "-A FORWARD -i eth1 -j DROP\n", 1));
  }

  @Test
  void equalFindingsAreNumbered() {
    SourceFile file = new SourceFile("a.v4", "-A FORWARD -j DROP\n-A FORWARD -j DROP\n");
    FindingFingerprints fingerprints = new FindingFingerprints();
    String one = fingerprints.next(Reports.error(file.lineSpan(1), "x"));
    String two = fingerprints.next(Reports.error(file.lineSpan(2), "x"));
    assertEquals(one.replaceFirst(":1$", ":2"), two);
  }

  @Test
  void countersAreNoPartOfARule() {
    assertEquals(":FORWARD DROP", FindingFingerprints.withoutCounters(":FORWARD DROP [12:345]"));
    assertEquals(
        "ACCEPT all -- any any 10.0.0.0/8 anywhere",
        FindingFingerprints.withoutCounters(
            "3    12K  345M ACCEPT  all --  any any  10.0.0.0/8 anywhere"));
    assertEquals(
        "Chain FORWARD (policy DROP )",
        FindingFingerprints.withoutCounters("Chain FORWARD (policy DROP 1 packets, 60 bytes)"));
    String rule = "-A X -m comment --comment \"[1:2] is no counter\" -j DROP";
    assertEquals(rule, FindingFingerprints.withoutCounters(rule));
  }

  private static String fingerprints(String name, String text, int line) {
    SourceFile file = new SourceFile(name, text);
    return new FindingFingerprints().next(Reports.error(file.lineSpan(line), "x"));
  }
}
