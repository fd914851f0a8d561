package dev.fwlint.finding;

/** How bad it is, the worst last. SARIF's three levels. */
public enum Severity {
  NOTE,
  WARNING,
  ERROR;

  /** As SARIF and the options write it: {@code note}, {@code warning}, {@code error}. */
  public String level() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
