package dev.fwlint.model;

/** What becomes of a packet at the end of its way. */
public enum Verdict {
  ACCEPT,
  DROP,
  REJECT,
  QUEUE,
  /** It hangs on something that neither the ruleset nor the packet tells. */
  UNKNOWN
}
