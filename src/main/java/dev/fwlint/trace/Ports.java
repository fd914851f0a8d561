package dev.fwlint.trace;

import dev.fwlint.model.Condition.End;
import dev.fwlint.model.Range;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The ports that nat may rewrite to (net/netfilter/nf_nat_core.c, get_unique_tuple and
 * nf_nat_l4proto_unique_tuple).
 *
 * @param random whether every port of the range is as good as another
 * @param first whether chance takes the first of a range rather than the last
 */
record Ports(
    Optional<Range> range, Optional<Integer> base, boolean random, Predicate<Record> first) {
  /** What a source port becomes where no range is given; a low one stays low. */
  private static final Range HIGH = new Range(1024, 65_535);

  private static final Range LOW = new Range(600, 1023);
  private static final Range LOWEST = new Range(1, 511);

  /**
   * A port in the range stays. Else a destination port becomes the first, or is as far into the
   * range as it was from the base; a source port becomes any.
   */
  int of(Flow flow, int old, End end) {
    boolean any = random && end == End.SOURCE;
    if (!Judge.hasPorts(flow) || range.isEmpty() && !any) {
      return old;
    }
    Range ports = range.orElseGet(() -> usual(old));
    if (base.isPresent()) {
      long size = ports.to() - ports.from() + 1;
      return (int) (ports.from() + Math.floorMod(old - base.get(), size));
    }
    if (ports.contains(old) && !random) {
      return old;
    }
    boolean chance = random || end == End.SOURCE;
    boolean least = !chance || ports.from() == ports.to() || first.test(ports);
    return (int) (least ? ports.from() : ports.to());
  }

  private static Range usual(int old) {
    return old >= HIGH.from() ? HIGH : old < 512 ? LOWEST : LOW;
  }
}
