package dev.fwlint.model;

/** A point of the kernel's way that built-in chains hang on, under the chain's name. */
public enum Hook {
  PREROUTING,
  INPUT,
  FORWARD,
  OUTPUT,
  POSTROUTING
}
