package dev.fwlint.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The lengths that a ruleset tells apart. Some packets cannot be as short as they are said to be:
 * an ICMP error quotes what it is about. As long as no rule can tell, they are sent longer.
 */
record Lengths(List<Range> ranges) {
  private static final Pattern ASKED = Pattern.compile("--length (\\d*)(:?)(\\d*)");
  private static final int MOST = 0xffff;

  /** No packet is sent longer than it is to be but for its headers. */
  private static final int LONGEST_HEADERS = 200;

  private record Range(int from, int to) {
    boolean contains(int length) {
      return from <= length && length <= to;
    }
  }

  static Lengths of(String ruleset) {
    List<Range> ranges = new ArrayList<>();
    if (ruleset.contains("--u32")) {
      IntStream.range(0, LONGEST_HEADERS).forEach(length -> ranges.add(new Range(length, length)));
    }
    Matcher asked = ASKED.matcher(ruleset);
    while (asked.find()) {
      int from = asked.group(1).isEmpty() ? 0 : Integer.parseInt(asked.group(1));
      int open = asked.group(2).isEmpty() ? from : MOST;
      int to = asked.group(3).isEmpty() ? open : Integer.parseInt(asked.group(3));
      ranges.add(new Range(from, to));
    }
    return new Lengths(ranges);
  }

  /** Whether no rule sees a difference between packets of these lengths. */
  boolean same(int one, int other) {
    return ranges.stream().allMatch(range -> range.contains(one) == range.contains(other));
  }
}
