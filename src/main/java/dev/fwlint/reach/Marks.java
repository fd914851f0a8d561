package dev.fwlint.reach;

import dev.fwlint.model.Condition;
import dev.fwlint.packets.IntervalSet;
import java.util.List;
import java.util.Optional;

/**
 * The values of a mark that a ruleset tells apart. Where it asks for few bits, these bits; where it
 * asks for whole marks alone, the mark itself; marks of other rulesets are not modelled.
 */
final class Marks {
  private static final long ALL = 0xffff_ffffL;
  private static final int FEW = 12;

  private final long bits;
  private final boolean whole;
  private final boolean modelled;

  private Marks(long bits, boolean whole, boolean modelled) {
    this.bits = bits;
    this.whole = whole;
    this.modelled = modelled;
  }

  static Marks of(List<Condition.Mark> asked) {
    long bits = asked.stream().mapToLong(Condition.Mark::mask).reduce(0, (a, b) -> a | b);
    boolean few = Long.bitCount(bits) <= FEW;
    boolean whole = asked.stream().allMatch(mark -> mark.mask() == ALL);
    return new Marks(bits, !few && whole, few || whole);
  }

  /** The greatest value of the field. */
  long greatest() {
    return whole ? ALL : modelled ? (1L << Long.bitCount(bits)) - 1 : 0;
  }

  Optional<IntervalSet> values(Condition.Mark asked) {
    boolean never = (asked.value() & ~asked.mask()) != 0;
    if (never) {
      return Optional.of(IntervalSet.EMPTY);
    }
    if (!modelled) {
      return Optional.empty();
    }
    return Optional.of(
        whole
            ? IntervalSet.of(asked.value())
            : IntervalSet.where(
                (int) greatest(),
                value -> (Long.expand(value, bits) & asked.mask()) == asked.value()));
  }

  /** The mark that a value of the field stands for. */
  long mark(long value) {
    return whole ? value : Long.expand(value, bits);
  }

  /** {@code mark = (mark & ~clear) ^ toggle}. */
  Assign set(int field, long clear, long toggle) {
    if (modelled && (clear & ALL) == ALL) {
      return new Assign.Constant(field, whole ? toggle : Long.compress(toggle, bits));
    }
    if (!modelled || whole) {
      return new Assign.Unknown(field);
    }
    return new Assign.Mapped(
        field,
        (int) greatest(),
        value -> Long.compress(Long.expand(value, bits) & ~clear ^ toggle, bits));
  }

  /** One mark made from another under masks; only a whole copy is modelled. */
  Assign copy(int field, int from, long fromMask, long clear) {
    boolean all = (fromMask & bits) == bits && (clear & bits) == bits;
    return modelled && all ? new Assign.Copy(field, from) : new Assign.Unknown(field);
  }
}
