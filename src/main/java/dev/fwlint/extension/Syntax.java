package dev.fwlint.extension;

/** How a value is written. */
@FunctionalInterface
interface Syntax {
  Value read(String text, Scope scope) throws Refusal;
}
