package dev.fwlint;

import static org.junit.jupiter.api.Assertions.fail;

import dev.fwlint.ast.Family;
import dev.fwlint.finding.Diagnosis;
import dev.fwlint.model.Facts;
import dev.fwlint.report.Report.FileReport;
import dev.fwlint.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a ruleset says of its own findings: {@code # finding: <id> "a piece of the message"}, alone
 * on a line, in column one, for the next line that is not a comment.
 */
public final class Expectations {
  private static final Pattern MARKER =
      Pattern.compile("# finding: (?<rule>[a-z0-9-]+)(?: \"(?<fragment>.*)\")?");

  /** A finding that is expected, or one that is there. */
  private record Said(int line, String rule, String message) {
    boolean isMetBy(Said other) {
      return line == other.line && rule.equals(other.rule) && other.message.contains(message);
    }
  }

  private Expectations() {}

  /** How many findings a ruleset expects. */
  public static int count(SourceFile source) {
    return expected(source).size();
  }

  /** Lints a ruleset and fails unless its findings are exactly the expected ones. */
  public static void check(SourceFile source, Family family) {
    check(source, family, Facts.NONE);
  }

  /** The same, on a host of which something is known. */
  public static void check(SourceFile source, Family family, Facts facts) {
    Linter linter = new Linter(page -> true, Optional.of(family), facts);
    FileReport report = linter.lint(List.of(source)).report().files().getFirst();
    List<Said> missing = expected(source);
    List<String> complaints = new ArrayList<>();
    for (Diagnosis diagnosis : report.diagnoses()) {
      Said said =
          new Said(
              diagnosis.finding().at().line(), diagnosis.rule(), diagnosis.finding().message());
      Optional<Said> met = missing.stream().filter(wanted -> wanted.isMetBy(said)).findFirst();
      met.ifPresentOrElse(missing::remove, () -> complaints.add(told(source, "unexpected", said)));
    }
    missing.forEach(wanted -> complaints.add(told(source, "missing   ", wanted)));
    if (!complaints.isEmpty()) {
      fail(String.join("\n", complaints));
    }
  }

  private static String told(SourceFile source, String what, Said said) {
    return "%s:%d  %s  %s  \"%s\""
        .formatted(source.name(), said.line, what, said.rule, said.message);
  }

  private static List<Said> expected(SourceFile source) {
    List<Said> expected = new ArrayList<>();
    List<Matcher> pending = new ArrayList<>();
    for (int line = 1; line <= source.lineCount(); line++) {
      String text = source.line(line);
      Matcher marker = MARKER.matcher(text);
      if (marker.matches()) {
        pending.add(marker);
      } else if (text.startsWith("# finding")) {
        fail(source.name() + ":" + line + " is no marker: " + text);
      } else if (!text.startsWith("#")) {
        for (Matcher said : pending) {
          String fragment = Optional.ofNullable(said.group("fragment")).orElse("");
          expected.add(new Said(line, said.group("rule"), fragment));
        }
        pending.clear();
      }
    }
    if (!pending.isEmpty()) {
      fail(source.name() + " ends with a marker");
    }
    return expected;
  }
}
