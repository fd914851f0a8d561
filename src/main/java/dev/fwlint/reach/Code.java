package dev.fwlint.reach;

import dev.fwlint.model.Chain;
import java.util.BitSet;
import java.util.List;
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

  Code(Chain chain) {
    this.chain = chain;
  }

  void fill(List<Op> steps, int[] remarkable) {
    ops = List.copyOf(steps);
    notable = remarkable;
    index = new Index(ops);
  }

  List<Op> ops() {
    return ops;
  }

  int[] notable() {
    return notable;
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
