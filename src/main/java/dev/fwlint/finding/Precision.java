package dev.fwlint.finding;

/** How sure a rule is; code scanning's words. */
public enum Precision {
  LOW,
  MEDIUM,
  HIGH,
  VERY_HIGH;

  /** As SARIF's {@code precision} property writes it. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
