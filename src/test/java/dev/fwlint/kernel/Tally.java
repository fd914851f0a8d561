package dev.fwlint.kernel;

import java.util.SortedMap;
import java.util.TreeMap;

/** How many packets were sent of those that were to be, and why the others were not. */
final class Tally {
  private final String title;
  private final long began = System.nanoTime();
  private final SortedMap<String, Integer> counts = new TreeMap<>();
  private final SortedMap<String, Integer> refusals = new TreeMap<>();
  private final SortedMap<String, String> examples = new TreeMap<>();

  Tally(String title) {
    this.title = title;
  }

  synchronized void count(String what, int more) {
    counts.merge(what, more, Integer::sum);
  }

  synchronized void refuse(String why, String packet) {
    refusals.merge(why, 1, Integer::sum);
    examples.putIfAbsent(why, packet);
  }

  @Override
  public synchronized String toString() {
    StringBuilder text = new StringBuilder(title);
    counts.forEach((what, count) -> text.append("\n  %7d %s".formatted(count, what)));
    refusals.forEach((why, count) -> {
      text.append("\n  %7d not sent: %s, as %s".formatted(count, why, examples.get(why)));
    });
    double seconds = (System.nanoTime() - began) / 1e9;
    return text.append("\n  %7.1f seconds".formatted(seconds)).toString();
  }
}
