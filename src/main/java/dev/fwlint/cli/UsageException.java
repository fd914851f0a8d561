package dev.fwlint.cli;

/** What was asked for makes no sense; the message says what and what to do. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  UsageException(String reason) {
    super(reason);
    this.reason = reason;
  }

  @Override
  public String getMessage() {
    return reason;
  }
}
