package dev.fwlint.packets;

/**
 * How much an answer may cost.
 *
 * @param looks how often to hold a taker against a piece before a decision diagram takes over
 * @param nodes how many nodes that may have
 */
public record Effort(int looks, int nodes) {
  /** About a tenth of a second and then, at worst, some seconds and 150 MB. */
  public static final Effort USUAL = new Effort(1 << 22, 1 << 22);
}
