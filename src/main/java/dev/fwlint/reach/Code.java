package dev.fwlint.reach;

import dev.fwlint.model.Chain;
import dev.fwlint.model.Hook;
import dev.fwlint.model.Verdict;
import dev.fwlint.packets.Product;
import dev.fwlint.packets.Space;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A chain, prepared: its steps, an index of them, and what it may do to a packet, with all that it
 * leads to.
 */
final class Code {
  /** A chain without steps, behind all others. */
  static final Code NOTHING = nothing();

  private static final int MANY = 64;

  final Chain chain;
  private List<Op> ops = List.of();
  private @Nullable Index index;
  private @Nullable Stops neighbours;
  private @Nullable Notables notables;
  private @Nullable Notables effective;

  /** The fields that it may change. */
  final BitSet changes = new BitSet();

  /** Whether it may end the table. */
  boolean ends;

  /** Whether it may end packets, or do to them what nobody can tell. */
  boolean stops;

  /** Whether it leads to a goto, or to what is obscure. */
  boolean strays;

  /** The places of all steps that do more than to stop or to pass, in order. */
  private int[] notable = {};

  Code(Chain chain) {
    this.chain = chain;
  }

  private static Code nothing() {
    Optional<Hook> hook = Optional.of(Hook.POSTROUTING);
    Optional<Verdict> policy = Optional.of(Verdict.ACCEPT);
    Code code = new Code(new Chain("", "", hook, policy, Optional.empty(), List.of()));
    code.fill(List.of(), new int[0]);
    return code;
  }

  void fill(List<Op> steps, int[] remarkable) {
    ops = List.copyOf(steps);
    notable = remarkable;
    index = new Index(ops);
  }

  List<Op> ops() {
    return ops;
  }

  /** The places of the notable steps of a stretch that may take some of the packets. */
  int[] notable(Product packets, int from, int to) {
    if (notables == null) {
      notables = new Notables(ops, notable);
    }
    return notables.among(packets, from, to);
  }

  /** The places of all steps of a stretch that do something to some of the packets. */
  int[] effective(Product packets, int from, int to) {
    if (effective == null) {
      effective = new Notables(ops, effective());
    }
    return effective.among(packets, from, to);
  }

  /** The places of all steps that do something. */
  int[] effective() {
    return IntStream.range(0, ops.size()).filter(place -> !ops.get(place).isInert()).toArray();
  }

  /** The places of all that do more than to stop packets. */
  int[] notable() {
    return notable.clone();
  }

  /** Whether it has so many notable steps that it matters which are looked at. */
  boolean isLarge() {
    return notable.length > MANY;
  }

  /** Whether all packets that enter it come back as they were. */
  boolean isInert() {
    return changes.isEmpty() && !ends && !stops && !strays;
  }

  Index index() {
    if (index == null) {
      throw new IllegalStateException("not prepared yet: " + chain.path());
    }
    return index;
  }

  /** What a step that ends packets asks, with its neighbours that do the same. */
  Demand together(Op op, Space space) {
    if (neighbours == null) {
      neighbours = new Stops(ops, space);
    }
    return neighbours.of(op);
  }

  @Override
  public String toString() {
    return chain.path();
  }
}
