package dev.fwlint.reach;

import java.util.BitSet;

/**
 * Fields that an outcome hangs on although no set of values says so: those that were not known any
 * more where a step asked for them, and those that have to stay what they are.
 */
final class Unasked {
  private final boolean wanted;
  private final BitSet pinned = new BitSet();
  private final BitSet blind = new BitSet();

  /**
   * @param wanted whether it counts that a field was not known; else it went as helps a packet
   */
  Unasked(boolean wanted) {
    this.wanted = wanted;
  }

  /** From here back, a step that changes one of these counts. */
  void pin(int... fields) {
    for (int field : fields) {
      pinned.set(field);
    }
  }

  boolean has(int field) {
    return pinned.get(field) || blind.get(field);
  }

  boolean any(BitSet fields) {
    return pinned.intersects(fields) || blind.intersects(fields);
  }

  void addTo(BitSet fields) {
    fields.or(pinned);
    fields.or(blind);
  }

  /** What a step asked of a packet. */
  void see(Demand demand, State state) {
    if (!wanted || state.isWhole()) {
      return;
    }
    for (Clause clause : demand.clauses()) {
      if (clause.holds(state).isEmpty()) {
        clause.tests().stream()
            .mapToInt(Clause.Test::field)
            .filter(state::isUnknown)
            .forEach(blind::set);
      }
    }
  }

  /** Goes back over a change. */
  void back(Assign assign) {
    if (!blind.get(assign.field())) {
      return;
    }
    switch (assign) {
      case Assign.Constant constant -> blind.clear(constant.field());
      case Assign.Unknown unknown -> blind.clear(unknown.field());
      case Assign.Copy copy -> {
        blind.clear(copy.field());
        blind.set(copy.from());
      }
      case Assign.Mapped mapped -> {}
      case Assign.When when -> {
        blind.set(when.test().field());
        if (when.then() instanceof Assign.Copy copy) {
          blind.set(copy.from());
        }
      }
    }
  }
}
