package dev.fwlint.extension;

/**
 * Where in a packet's way through the kernel a built-in chain hangs; each is named like its chain.
 */
public enum HookPoint {
  PREROUTING,
  INPUT,
  FORWARD,
  OUTPUT,
  POSTROUTING
}
