package dev.fwlint.model;

/** A packet's JSON that is none; the message is one sentence for the person who wrote it. */
public final class PacketFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  public PacketFormatException(String reason) {
    super(reason);
    this.reason = reason;
  }

  @Override
  public String getMessage() {
    return reason;
  }
}
