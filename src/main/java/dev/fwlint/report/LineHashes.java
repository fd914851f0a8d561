package dev.fwlint.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Code scanning's fingerprint of each line of a file, {@code primaryLocationLineHash}: a rolling
 * hash over the 100 characters that are neither blank nor tab from the line's start on, and how
 * often it occurred so far. Lines are counted as code scanning counts them, where a lone CR ends
 * one too.
 *
 * @see <a href="https://github.com/github/codeql-action/blob/main/src/fingerprints.ts">its
 *     source</a>
 */
final class LineHashes {
  private static final int BLOCK = 100;
  private static final long BASE = 37;
  private static final char END_OF_FILE = 0xffff;

  private final char[] window = new char[BLOCK];

  /** Whether a line starts with the character at the same index of the window. */
  private final boolean[] starts = new boolean[BLOCK];

  private final long oldest = power(BASE, BLOCK);
  private long hash;
  private int index;
  private final List<String> finished = new ArrayList<>();
  private final Map<Long, Integer> occurrences = new HashMap<>();

  private LineHashes(String text) {
    boolean lineStart = true;
    char previous = 0;
    for (int at = 0; at < text.length(); at++) {
      char read = text.charAt(at);
      boolean skipped = read == ' ' || read == '\t' || (read == '\n' && previous == '\r');
      previous = read;
      if (!skipped) {
        char letter = read == '\r' ? '\n' : read;
        push(letter, lineStart);
        lineStart = letter == '\n';
      }
    }
    push(END_OF_FILE, lineStart);
    for (int i = 0; i < BLOCK; i++) {
      push((char) 0, false);
    }
  }

  /** The fingerprints of a text's lines, in order. */
  static List<String> of(String text) {
    return List.copyOf(new LineHashes(text).finished);
  }

  private void push(char letter, boolean startsLine) {
    if (starts[index]) {
      int occurrence = occurrences.merge(hash, 1, Integer::sum);
      finished.add(Long.toHexString(hash) + ":" + occurrence);
    }
    starts[index] = startsLine;
    hash = BASE * hash + letter - oldest * window[index];
    window[index] = letter;
    index = (index + 1) % BLOCK;
  }

  private static long power(long base, int exponent) {
    long[] factors = new long[exponent];
    Arrays.fill(factors, base);
    return Arrays.stream(factors).reduce(1, (a, b) -> a * b);
  }
}
