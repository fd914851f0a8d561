package dev.fwlint.extension;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what a misspelt word was meant to be. */
public final class Similar {
  private static final int LONGEST = 40;

  private Similar() {}

  /** The candidate that takes the fewest changes to get to, if these are few for its length. */
  public static Optional<String> closest(String word, Collection<String> candidates) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    String wanted = word.toLowerCase(Locale.ROOT);
    return candidates.stream()
        .filter(candidate -> candidate.length() <= LONGEST)
        .map(candidate ->
            new Ranked(candidate, distance(wanted, candidate.toLowerCase(Locale.ROOT))))
        .filter(ranked -> ranked.distance <= allowed(word, ranked.candidate))
        .min(Comparator.comparingInt(Ranked::distance).thenComparing(Ranked::candidate))
        .map(Ranked::candidate);
  }

  private record Ranked(String candidate, int distance) {}

  private static int allowed(String word, String candidate) {
    return Math.max(1, Math.min(word.length(), candidate.length()) / 3);
  }

  /** How many letters to insert, delete, replace or swap with their neighbour (Damerau, 1964). */
  static int distance(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, from, to, i, j);
      }
    }
    return cost[from.length()][to.length()];
  }

  private static int step(int[][] cost, String from, String to, int i, int j) {
    boolean same = from.charAt(i - 1) == to.charAt(j - 1);
    int least =
        Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + (same ? 0 : 1));
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
