package dev.fwlint.model;

/**
 * A packet's connection tracking state; SNAT and DNAT stand for a connection that is translated.
 */
public enum ConnState {
  INVALID,
  NEW,
  ESTABLISHED,
  RELATED,
  UNTRACKED,
  SNAT,
  DNAT
}
