package dev.fwlint.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fwlint.cli.CommandRunner.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a user's mistakes come to: one clear line each, and the status that says which sort it was.
 */
class ExitStatusTest {
  private static final String CLEAN = "*filter\n:INPUT DROP [0:0]\nCOMMIT\n";
  private static final String ERROR =
      "*filter\n:a - [0:0]\n-A INPUT --dprot 22 -j ACCEPT\nCOMMIT\n";

  @TempDir private Path folder;

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static void oneLine(Outcome outcome, int status, String says) {
    assertEquals(status, outcome.status(), outcome.err());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    assertTrue(outcome.err().contains(says), outcome.err());
    assertEquals("", outcome.out());
  }

  @Test
  void nothingToReport() throws IOException {
    Outcome outcome = CommandRunner.run("lint", file("a.v4", CLEAN));
    assertEquals(0, outcome.status());
    assertEquals("no findings in 1 file\n", outcome.out());
  }

  @Test
  void standardInput() {
    assertEquals(0, CommandRunner.runWith(CLEAN, "lint", "-").status());
  }

  @Test
  void findingsBelowTheLevelDoNotFail() throws IOException {
    String unreached = file("a.v4", "*filter\n:INPUT DROP [0:0]\n:idle - [0:0]\nCOMMIT\n");
    assertEquals(0, CommandRunner.run("lint", unreached).status());
    assertEquals(1, CommandRunner.run("lint", "--fail-on", "note", unreached).status());
  }

  @Test
  void aTypoInARule() throws IOException {
    Outcome outcome = CommandRunner.run("lint", file("a.v4", ERROR));
    assertEquals(4, outcome.status());
    assertTrue(outcome.out().contains("unknown option \"--dprot\""), outcome.out());
  }

  @Test
  void theFormatDoesNotDecideTheStatus() throws IOException {
    String file = file("a.v4", ERROR);
    for (String format : new String[] {"text", "sarif", "json", "github", "markdown"}) {
      assertEquals(4, CommandRunner.run("lint", "--format", format, file).status(), format);
    }
  }

  @Test
  void aFileThatIsNotThere() {
    oneLine(CommandRunner.run("lint", folder + "/none.v4"), 3, "there is no such file");
  }

  @Test
  void aFileThatIsNotThereBesideOneThatIs() throws IOException {
    Outcome outcome = CommandRunner.run("lint", folder + "/none.v4", file("a.v4", CLEAN));
    assertEquals(4, outcome.status());
  }

  @Test
  void anEmptyFile() throws IOException {
    oneLine(CommandRunner.run("lint", file("a.v4", "")), 3, "it is empty");
  }

  @Test
  void aBinary() throws IOException {
    oneLine(CommandRunner.run("lint", file("a.v4", "\u0000ELF")), 3, "binary");
  }

  @Test
  void someOtherText() throws IOException {
    oneLine(
        CommandRunner.run("lint", file("a.pdf", "%PDF-1.7\n1 0 obj\n")),
        3,
        "holds nothing that iptables-save writes");
  }

  @Test
  void aFolderWithoutRulesets() throws IOException {
    file("notes.txt", "hello");
    oneLine(CommandRunner.run("lint", folder.toString()), 3, "no ruleset was found in");
  }

  @Test
  void aFolderPassesOverWhatIsNoRuleset() throws IOException {
    file("notes.txt", "hello");
    file("rules.v4", CLEAN);
    assertEquals(0, CommandRunner.run("lint", folder.toString()).status());
  }

  @Test
  void aLineOfTenMegabytes() throws IOException {
    String file = file("a.v4", "*filter\n-A " + "x".repeat(10_000_000) + "\nCOMMIT\n");
    Outcome outcome = CommandRunner.run("lint", file);
    assertEquals(4, outcome.status());
    assertTrue(outcome.out().length() < 2_000, "a long line is not printed as a whole");
  }

  @Test
  void wrongUsage() {
    oneLine(CommandRunner.run("lint", "--frmat", "text", "x"), 2, "--frmat");
    oneLine(CommandRunner.run("lint"), 2, "PATH");
    oneLine(CommandRunner.run("lnt"), 2, "lint");
    oneLine(CommandRunner.run(), 2, "say what to do");
    oneLine(CommandRunner.run("lint", "--format", "pdf", "x"), 2, "there is no format 'pdf'");
    oneLine(CommandRunner.run("lint", "--select", "none", "x"), 2, "there is no rule or category");
    oneLine(CommandRunner.run("explain", "none"), 2, "there is no rule");
  }

  @Test
  void aNameThatBeginsWithAt() {
    oneLine(CommandRunner.run("lint", "@none.v4"), 3, "@none.v4: there is no such file");
  }

  @Test
  void escapesInAName() {
    Outcome outcome = CommandRunner.run("lint", "\u001b[31mred");
    assertEquals(3, outcome.status());
    assertTrue(outcome.err().indexOf('\u001b') < 0, outcome.err());
  }

  @Test
  void networksThatAreNone() throws IOException {
    String clean = file("a.v4", CLEAN);
    String networks = file("n.json", "[{\"Name\":\n 5}]");
    oneLine(CommandRunner.run("lint", "--networks", networks, clean), 2, "n.json:2:2: this should");
    oneLine(CommandRunner.run("lint", "--networks", "/no/such", clean), 2, "there is no such file");
    String hostile = file("h.json", "[{\"Name\": \"\u001b[31m\n\"");
    oneLine(CommandRunner.run("lint", "--networks", hostile, clean), 2, "h.json:1:");
  }

  @Test
  void messagesSayWhatDockerCallsANetwork() throws IOException {
    String networks =
        file(
            "n.json",
            "[{\"Name\": \"shop\", \"Id\": \"ceb64ac688a8\", \"Driver\": \"bridge\", \"Containers\":"
                + " {\"1\": {\"Name\": \"web\", \"IPv4Address\": \"172.18.0.2/16\"}}}]");
    Outcome outcome =
        CommandRunner.run("lint", "--networks", networks, "test-fixtures/hosts/dockerd-20.10.v4");
    assertTrue(
        outcome.out().contains("web (172.18.0.2) on \"shop (br-ceb64ac688a8)\""), outcome.out());
  }
}
