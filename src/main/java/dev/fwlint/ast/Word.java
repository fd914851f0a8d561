package dev.fwlint.ast;

import dev.fwlint.source.Span;

/**
 * One argument as iptables gets it: {@code text} is what is left when quotes and escapes are gone,
 * {@code span} the place it was written in, quotes included.
 */
public record Word(String text, Span span) {
  @Override
  public String toString() {
    return text;
  }
}
