package dev.fwlint.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fwlint.finding.Diagnosis;
import dev.fwlint.finding.Finding;
import dev.fwlint.finding.Note;
import dev.fwlint.finding.Severity;
import dev.fwlint.finding.Walk;
import dev.fwlint.finding.Walk.Station;
import dev.fwlint.source.SourceFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextReporterTest {
  @Test
  void tellsAllThatThereIs() {
    assertEquals(
        """
        error[shadowed-rule]: '203.0.113.0/24' is never dropped: rule 2 lets all of it through
          --> web.v4:10:1
           |
         6 | -A FORWARD -o docker0 -j ACCEPT
           | ------------------------------- accepts them
         7 | -A DOCKER-USER -s 10.0.0.0/8 -j RETURN
         8 | -A DOCKER-USER -p tcp -m tcp --dport 5432 -j RETURN
           |                ------------------------------------ takes them
         9 | # between
        10 | -A DOCKER-USER -s 203.0.113.0/24 -p tcp -m tcp --dport 5432 -j DROP
           | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
           |
           = packet: tcp 203.0.113.9:40000 -> 172.17.0.2:5432, NEW, eth0 -> docker0
           = way:         raw/PREROUTING          policy ACCEPT
                  line 5  filter/FORWARD/1        -j DOCKER-USER
                  line 7    filter/DOCKER-USER/1  -j RETURN, if it matches
                  line 8    filter/DOCKER-USER/2  -j RETURN
                  line 6  filter/FORWARD/2        -j ACCEPT
                  ACCEPT
           = assuming: no entry of 'recent' matches at line 7
           = help: move line 10 before line 8
           = more: fwlint explain shadowed-rule

        1 error in 1 file
        """,
        Reports.told(Format.TEXT, Reports.full("web.v4")));
  }

  @Test
  void countsFindings() {
    SourceFile file = new SourceFile("a.v4", Reports.RULESET);
    Finding finding = Finding.at(file.lineSpan(1), "", "x");
    Report report =
        Reports.of(
            file,
            Reports.diagnosis(Severity.ERROR, finding),
            Reports.diagnosis(Severity.NOTE, finding),
            Reports.diagnosis(Severity.WARNING, finding),
            Reports.diagnosis(Severity.NOTE, finding));
    String text = Reports.told(Format.TEXT, report);
    assertTrue(text.endsWith("\n\n1 error, 1 warning, 2 notes in 1 file\n"), text);
    assertEquals("no findings in 0 files\n", Reports.told(Format.TEXT, Reports.of()));
    assertEquals("no findings in 1 file\n", Reports.told(Format.TEXT, Reports.of(file)));
  }

  @Test
  void underlinesBelowTabsAndWideCharacters() {
    SourceFile file =
        new SourceFile(
            "cn.v4", "\t-A INPUT -m comment --comment \"允许 é\u0301\" -j DROP\r\nCOMMIT\r\n");
    assertSnippet(
        """
         --> cn.v4:1:40
          |
        1 |     -A INPUT -m comment --comment "允许 é\u0301" -j DROP
          |                                            ^^^^^^^
          |
        """,
        Reports.of(file, Reports.error(Reports.place(file, "-j DROP"), "x")));
  }

  @Test
  void showsNoMoreThanAWindowOfALongLine() {
    String sets = "1".repeat(50_000);
    SourceFile file = new SourceFile("long.v4", sets + " -j DROP " + sets);
    assertSnippet(
        """
         --> long.v4:1:50002
          |
        1 | ...111111111111111111111111111111111111111 -j DROP %s...
          |                                            ^^^^^^^
          |
        """
            .formatted("1".repeat(69)),
        Reports.of(file, Reports.error(Reports.place(file, "-j DROP"), "x")));
  }

  @Test
  void hostileTextIsHarmless() {
    String evil = "\u001b[2J\u202e\u0007\r##[add-mask]x\ud800";
    SourceFile file = new SourceFile("e\n" + evil + ".v4", "-A " + evil + " -j DROP\n");
    Walk walk =
        new Walk(
            Map.of("src", evil, "dst", evil, "in", evil, evil, evil),
            evil,
            List.of(new Station(evil, evil, 1, 0, evil, false, Optional.of(file.lineSpan(1)))),
            List.of(evil));
    Finding finding =
        Finding.at(file.lineSpan(1), evil, evil)
            .withNote(file.lineSpan(1), evil)
            .withHelp(evil + "\nsecond");
    Report report =
        Reports.of(file, new Diagnosis("shadowed-rule", Severity.NOTE, finding, Optional.of(walk)));
    String text = Reports.told(Format.TEXT, report);
    assertFalse(text.codePoints().anyMatch(code -> code != '\n' && Visible.isHidden(code)), text);
    assertFalse(text.contains("##["), text);
    assertTrue(text.contains("1 | -A \\u{1b}[2J\\u{202e}\\u{7}\\u{d}#\\u{23}[add-mask]x"), text);
  }

  @Test
  void showsAPlaceThatHoldsNothing() {
    SourceFile file = new SourceFile("a.v4", "*filter\n");
    assertSnippet(
        """
         --> a.v4:2:1
          |
        2 |
          | ^
          |
        """,
        Reports.of(file, Reports.error(file.lineSpan(2), "COMMIT is missing")));
  }

  @Test
  void showsOtherFilesApartAndFarLinesBehindDots() {
    SourceFile file = new SourceFile("a.v4", Reports.RULESET);
    SourceFile other = new SourceFile("base.v4", "*filter\n-A INPUT -j DROP\n");
    Finding finding =
        Finding.at(file.lineSpan(10), "", "x")
            .withNotes(
                List.of(
                    new Note(Reports.place(file, "FORWARD DROP"), "policy set here"),
                    new Note(other.lineSpan(2), "drops first")));
    assertSnippet(
        """
          --> a.v4:10:1
           |
         3 | :FORWARD DROP [12:345]
           |  ------------ policy set here
        ...
        10 | -A DOCKER-USER -s 203.0.113.0/24 -p tcp -m tcp --dport 5432 -j DROP
           | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          ::: base.v4:2:1
           |
         2 | -A INPUT -j DROP
           | ---------------- drops first
           |
        """,
        Reports.of(file, Reports.diagnosis(Severity.ERROR, finding)));
  }

  @Test
  void shortensLongWaysAndManyNotes() {
    SourceFile file = new SourceFile("a.v4", "-A X\n".repeat(200));
    List<Station> stations =
        IntStream.rangeClosed(1, 100)
            .mapToObj(i -> Reports.station(file, "X", i, i, i, "-j X"))
            .toList();
    List<Note> notes =
        IntStream.rangeClosed(2, 101).mapToObj(i -> new Note(file.lineSpan(i), "n")).toList();
    Finding finding = Finding.at(file.lineSpan(1), "", "x").withNotes(notes);
    Walk walk = new Walk(Map.of("src", "1.2.3.4", "dst", "1.2.3.5"), "DROP", stations, List.of());
    String text =
        Reports.told(
            Format.TEXT,
            Reports.of(
                file, new Diagnosis("shadowed-rule", Severity.ERROR, finding, Optional.of(walk))));
    assertTrue(text.contains("... 76 more\n"), text);
    assertTrue(text.contains("... and 88 more\n"), text);
    assertTrue(text.lines().count() < 80, text);
    assertTrue(text.lines().allMatch(line -> line.length() < 120), text);
  }

  @Test
  void coloursOnlyWhereAsked() {
    Report report = Reports.full("web.v4");
    String plain = Reports.told(Format.TEXT, report);
    String coloured = Reports.told(new TextReporter(true), report);
    assertFalse(plain.contains("\u001b"), plain);
    assertTrue(coloured.startsWith("\u001b[1;31merror[shadowed-rule]\u001b[0m"), coloured);
    assertEquals(plain, coloured.replaceAll("\u001b\\[[0-9;]*m", ""));
  }

  /** Compares the lines between the title and what follows the snippet. */
  private static void assertSnippet(String expected, Report report) {
    String text = Reports.told(Format.TEXT, report);
    int start = text.indexOf('\n') + 1;
    assertEquals(
        expected, text.substring(start, text.lastIndexOf("\n", text.indexOf(" = more:")) + 1));
  }
}
