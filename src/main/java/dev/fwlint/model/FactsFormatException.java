package dev.fwlint.model;

/**
 * A file of facts that cannot be read; the message is one line that names the file, the line and
 * the column, and says what is wrong.
 */
public final class FactsFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * @param place where, as {@code file:line:column}
   */
  FactsFormatException(String place, String why) {
    super(place + ": " + why);
    this.reason = place + ": " + why;
  }

  @Override
  public String getMessage() {
    return reason;
  }
}
