package dev.fwlint.source;

/** A file that cannot be read as text; the message says why, in the words of a sentence's end. */
public final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  UnreadableException(String reason) {
    super(reason);
    this.reason = reason;
  }

  @Override
  public String getMessage() {
    return reason;
  }
}
