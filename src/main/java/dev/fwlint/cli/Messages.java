package dev.fwlint.cli;

import dev.fwlint.report.TerminalText;

/** What is said to the user beside the report: single lines on standard error. */
final class Messages {
  private Messages() {}

  static void error(String message) {
    System.err.println("fwlint: " + oneLine(message));
  }

  /** Names come from outside: nothing in them may move the cursor or begin a line of its own. */
  static String oneLine(String text) {
    return TerminalText.escape(text);
  }

  /** A word of the user's, quoted. */
  static String quoted(String text) {
    return "'" + oneLine(text) + "'";
  }
}
