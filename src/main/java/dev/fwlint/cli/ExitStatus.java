package dev.fwlint.cli;

/** What every command may end with. */
final class ExitStatus {
  /** Nothing at or above the level that fails. */
  static final int CLEAN = 0;

  /** Findings at or above it. */
  static final int FINDINGS = 1;

  /** Wrong usage or configuration. */
  static final int USAGE = 2;

  /** Nothing was read. */
  static final int NOTHING_READ = 3;

  /** Something could not be analysed; what could be is reported all the same. */
  static final int NOT_ANALYSED = 4;

  private ExitStatus() {}
}
