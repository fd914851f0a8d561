package dev.fwlint.finding;

import java.util.Map;

/**
 * A packet that a finding offers as its example, and what the finding says becomes of it. Whether
 * that is so is not for the finding to say: a trace of the packet has to agree, or the finding does
 * not stand.
 *
 * @param packet a packet's JSON object
 * @param verdict what the packet meets, as a trace writes it; empty where the finding is not about
 *     that
 * @param passes the path of a step it hits, or of a built-in chain whose policy decides ({@code
 *     filter/FORWARD}); empty where the finding is about the verdict alone
 * @param misses the path of a step that it does not hit; empty where the finding is not about that
 * @param presumed whether it will do that the verdict is this one where the trace goes on as if: a
 *     match that the packet does not decide may make it another
 */
public record Example(
    Map<String, Object> packet, String verdict, String passes, String misses, boolean presumed) {
  public Example(Map<String, Object> packet, String verdict, String passes) {
    this(packet, verdict, passes, "", false);
  }

  /** A packet that meets a verdict, for certain or as far as can be told. */
  public static Example presumably(Map<String, Object> packet, String verdict) {
    return new Example(packet, verdict, "", "", true);
  }

  /** A packet that a step was written for, and that does not hit it. */
  public static Example missing(Map<String, Object> packet, String step) {
    return new Example(packet, "", "", step, false);
  }
}
