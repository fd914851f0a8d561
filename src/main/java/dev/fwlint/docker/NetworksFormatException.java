package dev.fwlint.docker;

/** A file of networks is something else; the message says where, and what should stand there. */
public final class NetworksFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  NetworksFormatException(String reason) {
    super(reason);
    this.reason = reason;
  }

  @Override
  public String getMessage() {
    return reason;
  }
}
