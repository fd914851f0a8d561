package dev.fwlint.extension;

import dev.fwlint.ast.Family;
import java.util.List;
import java.util.Optional;

/**
 * How iptables-save writes an option, where that is not simply as it was given.
 *
 * @param as the words that stand for it; the first alone, with its values behind, where it has any
 * @param negatedAs the option that says its opposite, which is then written without a {@code !}
 * @param otherwise what is written where it is not given: for IPv4, and for IPv6 where there are
 *     two
 * @param unless the first value with which it is left out, unless it is negated
 * @param never the first value with which it is left out in any case
 */
record Saving(
    List<String> as,
    Optional<String> negatedAs,
    Optional<List<String>> otherwise,
    Optional<String> unless,
    Optional<String> never) {
  Saving {
    as = List.copyOf(as);
    otherwise = otherwise.map(List::copyOf);
  }

  /** What is written where it is not given; empty for an option that takes no value. */
  Optional<String> otherwise(Family family) {
    return otherwise.map(values ->
        values.isEmpty() ? "" : family == Family.IPV4 ? values.getFirst() : values.getLast());
  }

  /** Whether an option need not be written. */
  boolean leavesOut(String firstValue, boolean negated) {
    return never.filter(firstValue::equals).isPresent()
        || (!negated && unless.filter(firstValue::equals).isPresent());
  }
}
