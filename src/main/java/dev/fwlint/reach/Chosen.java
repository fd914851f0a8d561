package dev.fwlint.reach;

import dev.fwlint.reach.Demand.Takes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Answers given one by one to what a packet does not decide: first those that are said, then that
 * the step takes no packet. What a step does that is obscure is not gone into.
 */
final class Chosen implements Doubt {
  private final Horizon horizon;
  private final List<Boolean> said;

  /** So many of them are not to be varied. */
  private final int fixed;

  private final List<Boolean> given = new ArrayList<>();
  private final List<Op> asked = new ArrayList<>();

  Chosen(Horizon horizon, List<Boolean> said) {
    this(horizon, said, said.size());
  }

  private Chosen(Horizon horizon, List<Boolean> said, int fixed) {
    this.horizon = horizon;
    this.said = said;
    this.fixed = fixed;
  }

  @Override
  public Takes settle(Op op) {
    if (op.isInert()) {
      return Takes.NO;
    }
    boolean takes = given.size() < said.size() && said.get(given.size());
    given.add(takes);
    asked.add(op);
    return takes ? Takes.YES : Takes.NO;
  }

  @Override
  public Optional<Horizon> horizon() {
    return Optional.of(horizon);
  }

  @Override
  public boolean endsAt(Op op) {
    return op.isObscure();
  }

  /** To answer the same again from the beginning. */
  Chosen again() {
    return new Chosen(horizon, given.size() < said.size() ? said : List.copyOf(given), fixed);
  }

  /** Goes on from where another one, which began with the same answers, has come to. */
  void follow(Chosen further) {
    given.addAll(further.given.subList(given.size(), further.given.size()));
    asked.addAll(further.asked.subList(asked.size(), further.asked.size()));
  }

  /** The steps that were asked about. */
  List<Op> asked() {
    return asked;
  }

  /** Answers that differ from these in their last one, for each that was not said beforehand. */
  List<List<Boolean>> others() {
    List<List<Boolean>> others = new ArrayList<>();
    for (int i = fixed; i < given.size(); i++) {
      List<Boolean> other = new ArrayList<>(given.subList(0, i));
      other.add(!given.get(i));
      others.add(other);
    }
    return others;
  }
}
