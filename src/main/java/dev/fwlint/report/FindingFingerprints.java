package dev.fwlint.report;

import dev.fwlint.finding.Diagnosis;
import dev.fwlint.source.Span;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What makes a finding the same in two logs, {@code fwlintFinding/v1}: its rule, its file, table
 * and chain, the text of its line without counters, and which of several such findings it is. Lines
 * may move, counters grow and other rules come and go without changing it.
 */
final class FindingFingerprints {
  /**
   * The version of what is hashed. Another hash has another name, so that old logs stay readable.
   */
  static final String NAME = "fwlintFinding/v1";

  private static final Pattern INDEX = Pattern.compile("/\\d+$");

  /**
   * Counters as iptables-save, {@code -S -v} and {@code -L -v} write them; the last also numbers
   * its rules.
   */
  private static final Pattern COUNTERS =
      Pattern.compile(
          "^\\s*\\[\\d+:\\d+\\]|\\[\\d+:\\d+\\]\\s*$"
              + "|(?<=\\s)(-c|--set-counters)\\s+\\d+\\s+\\d+(?=\\s|$)"
              + "|^\\s*(\\d+[KMGT]?\\s+){1,3}"
              + "|(?<!\\d)\\d++[KMGT]? packets, \\d+[KMGT]? bytes");

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private final Map<String, Integer> occurrences = new HashMap<>();
  private final MessageDigest sha256 = sha256();

  /** The next finding's fingerprint; findings are asked for in the order of the report. */
  String next(Diagnosis diagnosis) {
    Span at = diagnosis.finding().at();
    String identity =
        String.join(
            "\0",
            diagnosis.rule(),
            FilePaths.uri(at.file().name()),
            INDEX.matcher(diagnosis.finding().subject()).replaceFirst(""),
            withoutCounters(at.file().line(at.line())));
    byte[] digest = sha256.digest(identity.getBytes(StandardCharsets.UTF_8));
    String hash = HexFormat.of().formatHex(digest, 0, 16);
    return hash + ":" + occurrences.merge(hash, 1, Integer::sum);
  }

  static String withoutCounters(String line) {
    String bare = COUNTERS.matcher(line).replaceAll(" ");
    return BLANKS.matcher(bare).replaceAll(" ").strip();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
