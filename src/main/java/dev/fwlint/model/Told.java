package dev.fwlint.model;

import java.util.List;
import java.util.Set;

/**
 * What a match asks that is not modelled for all packets, where one packet may tell enough to
 * decide it.
 */
public sealed interface Told {
  /** Nothing but its module. */
  record Nothing() implements Told {}

  /**
   * {@code -m ipv6header}.
   *
   * @param names {@code hop}, {@code dst}, {@code route}, {@code frag}, {@code auth}, {@code esp},
   *     {@code none} and {@code prot}
   * @param soft whether there may be others, too
   */
  record Headers(Set<String> names, boolean soft, boolean negated) implements Told {}

  /** {@code -m u32}: all of the tests. */
  record Words(List<WordTest> tests) implements Told {
    public Words {
      tests = List.copyOf(tests);
    }
  }

  /**
   * A test of {@code -m u32}: four bytes of the packet, what is done with them, and what they must
   * be then.
   *
   * @param start where the bytes are, from the start of the IP header
   */
  record WordTest(long start, List<Operation> operations, List<Range> values) {
    public WordTest {
      operations = List.copyOf(operations);
      values = List.copyOf(values);
    }
  }

  /** {@code &}, {@code <<}, {@code >>} or {@code @}, and its number. */
  record Operation(String operator, long number) {}
}
