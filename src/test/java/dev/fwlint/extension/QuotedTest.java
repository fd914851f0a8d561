package dev.fwlint.extension;

import static dev.fwlint.extension.Quoted.quoted;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class QuotedTest {
  @Test
  void leavesPlainTextAsItIs() {
    assertEquals("\"eth0 – ü\"", quoted("eth0 – ü"));
  }

  @Test
  void escapesWhatCouldBreakTheLineOrHideInIt() {
    assertEquals("\"a\\nb\\tc\"", quoted("a\nb\tc"));
    assertEquals("\"\\u001b[31m\"", quoted("\u001b[31m"));
    assertEquals("\"\\u202eabc\"", quoted("\u202eabc"));
    assertEquals("\"\\\"\\\\\"", quoted("\"\\"));
  }

  @Test
  void cutsWhatIsTooLong() {
    assertEquals("\"" + "x".repeat(80) + "…\"", quoted("x".repeat(81)));
  }
}
