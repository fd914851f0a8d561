package dev.fwlint.reach;

import dev.fwlint.model.Chain;
import dev.fwlint.packets.Space;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A chain, prepared: its steps, an index of them, and what it may do to a packet, with all that it
 * leads to.
 */
final class Code {
  final Chain chain;
  private List<Op> ops = List.of();
  private @Nullable Index index;

  /** The fields that it may change. */
  final BitSet changes = new BitSet();

  /** Whether it may end the table. */
  boolean ends;

  /** Whether it leads to a goto, or to what is obscure. */
  boolean strays;

  /** The places of all steps that do more than to stop or to pass, in order. */
  private int[] notable = {};

  /** Of each of these, the test that lets the least pass. */
  private List<Optional<Clause.Test>> narrowest = List.of();

  Code(Chain chain) {
    this.chain = chain;
  }

  void fill(List<Op> steps, int[] remarkable, Space space) {
    ops = List.copyOf(steps);
    notable = remarkable;
    narrowest =
        Arrays.stream(notable).mapToObj(place -> ops.get(place).demand().narrowest(space)).toList();
    index = new Index(ops);
  }

  List<Op> ops() {
    return ops;
  }

  int[] notable() {
    return notable;
  }

  /** The narrowest test of a notable step, by its place among these. */
  Optional<Clause.Test> narrowest(int number) {
    return narrowest.get(number);
  }

  Index index() {
    if (index == null) {
      throw new IllegalStateException("not prepared yet: " + chain.path());
    }
    return index;
  }

  @Override
  public String toString() {
    return chain.path();
  }
}
