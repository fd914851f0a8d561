package dev.fwlint.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fwlint.finding.Diagnosis;
import dev.fwlint.finding.Severity;
import dev.fwlint.source.SourceFile;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class OtherReportersTest {
  private static final String EVIL =
      "a\r\n::set-env name=X::y|<b>@all [l](http://e)`*\u001b\u202e%0A";

  private static Report hostile() {
    SourceFile file = new SourceFile("x,y:z%\n" + EVIL, "-A X\n");
    return Reports.of(file, Reports.error(file.lineSpan(1), EVIL));
  }

  @Test
  void json() {
    assertEquals(
        """
        {
          "version": 1,
          "files": [ {
            "path": "web.v4",
            "findings": [ {
              "rule": "shadowed-rule",
              "level": "error",
              "message": "'203.0.113.0/24' is never dropped: rule 2 lets all of it through",
              "line": 10,
              "column": 1,
              "endLine": 10,
              "endColumn": 68,
              "subject": "filter/DOCKER-USER/3",
              "notes": [ {
                "message": "takes them",
                "path": "web.v4",
                "line": 8,
                "column": 16,
                "endLine": 8,
                "endColumn": 52
              }, {
                "message": "accepts them",
                "path": "web.v4",
                "line": 6,
                "column": 1,
                "endLine": 6,
                "endColumn": 32
              } ],
              "help": "move line 10 before line 8",
              "packet": {
                "hook": "forward",
                "in": "eth0",
                "out": "docker0",
                "src": "203.0.113.9",
                "dst": "172.17.0.2",
                "dport": 5432
              },
              "verdict": "ACCEPT",
              "hits": [ [ "filter", "FORWARD", 1 ], [ "filter", "DOCKER-USER", 2 ], [ "filter", "FORWARD", 2 ] ],
              "policy": [ [ "raw", "PREROUTING" ] ],
              "assuming": [ "no entry of 'recent' matches at line 7" ],
              "properties": {
                "dead": false,
                "pairs": [ [ "br-1", "br-2" ] ]
              }
            } ]
          } ],
          "summary": {
            "errors": 1,
            "warnings": 0,
            "notes": 0,
            "files": 1
          }
        }
        """,
        Reports.told(Format.JSON, Reports.full("web.v4")));
    String empty = Reports.told(Format.JSON, Reports.of());
    assertTrue(empty.contains("\"files\": [],"), empty);
    assertTrue(Reports.told(Format.JSON, hostile()).chars().allMatch(c -> c < 0x7f), "ASCII");
  }

  @Test
  void github() {
    assertEquals(
        "::error file=web.v4,line=10,endLine=10,col=1,endColumn=68,title=shadowed-rule"
            + "::'203.0.113.0/24' is never dropped: rule 2 lets all of it through"
            + "%0Apacket: tcp 203.0.113.9:40000 -> 172.17.0.2:5432, NEW, eth0 -> docker0: ACCEPT"
            + "%0Ahelp: move line 10 before line 8\n",
        Reports.told(Format.GITHUB, Reports.full("web.v4")));
    assertEquals("", Reports.told(Format.GITHUB, Reports.of()));
    String told = Reports.told(Format.GITHUB, hostile());
    assertEquals(1, told.lines().count());
    assertTrue(told.startsWith("::error file=x%2Cy%3Az%25%0Aa%0D%0A%3A%3Aset-env name=X"), told);
    SourceFile file = new SourceFile("-", "-A X\n");
    Diagnosis note =
        Reports.diagnosis(Severity.NOTE, Reports.error(file.lineSpan(1), "x").finding());
    assertTrue(
        Reports.told(Format.GITHUB, Reports.of(file, note)).startsWith("::notice file=stdin,"));
  }

  @Test
  void markdown() {
    assertEquals(
        """
        ### fwlint: 1 error in 1 file

        | Level | Rule | Place | Finding |
        | --- | --- | --- | --- |
        | error | [shadowed-rule](https://github.com/fwlint/fwlint/blob/main/rules-catalog/shadowed-rule.md)\
         | web.v4&#58;10 | '203.0.113.0/24' is never dropped&#58; rule 2 lets all of it through |
        """,
        Reports.told(Format.MARKDOWN, Reports.full("web.v4")));
    assertEquals(
        "### fwlint: no findings in 0 files\n", Reports.told(Format.MARKDOWN, Reports.of()));
    assertEquals(5, Reports.told(Format.MARKDOWN, hostile()).lines().count());
  }

  @Test
  void aMarkdownTableIsShortAndBeginsWithTheWorst() {
    SourceFile file = new SourceFile("a.v4", "-A X\n");
    Diagnosis error = Reports.error(file.lineSpan(1), "x".repeat(10_000));
    Diagnosis note = Reports.diagnosis(Severity.NOTE, error.finding());
    var diagnoses = new java.util.ArrayList<>(Collections.nCopies(600, note));
    diagnoses.add(error);
    String told = Reports.told(Format.MARKDOWN, Reports.of(new Report.FileReport(file, diagnoses)));
    assertTrue(told.lines().skip(4).findFirst().orElse("").startsWith("| error |"), told);
    assertTrue(told.endsWith("\nand 101 more\n"), told);
    assertTrue(told.length() < 300_000);
  }
}
