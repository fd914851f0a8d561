package dev.fwlint.cli;

/** What was asked for makes no sense; the message says what and what to do. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
