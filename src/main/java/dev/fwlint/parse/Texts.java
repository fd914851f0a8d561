package dev.fwlint.parse;

import dev.fwlint.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * Cuts words out of a text. Most of a ruleset's words are the same few, which are kept once: of
 * each that hashes alike, the last.
 */
final class Texts {
  private static final int SIZE = 1 << 10;

  private final String text;
  private final @Nullable String[] known = new String[SIZE];

  Texts(String text) {
    this.text = text;
  }

  String of(Span span) {
    int hash = 0;
    for (int i = span.start(); i < span.end(); i++) {
      hash = 31 * hash + text.charAt(i);
    }
    int place = (hash ^ hash >>> 10) & SIZE - 1;
    int length = span.end() - span.start();
    String last = known[place];
    if (last != null && last.length() == length && text.startsWith(last, span.start())) {
      return last;
    }
    String cut = text.substring(span.start(), span.end());
    known[place] = cut;
    return cut;
  }
}
