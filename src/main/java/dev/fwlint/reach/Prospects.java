package dev.fwlint.reach;

import dev.fwlint.model.Step;
import dev.fwlint.reach.Prospect.Role;
import dev.fwlint.reach.Redundancy.Foreign;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How chains look to who asks for a decision, or, without one, whether anything is done at all. */
final class Prospects {
  private static final int DEEPEST = 400;

  private final Fields fields;

  private final Foreign foreign;

  private final Map<Key, Prospect> known = new HashMap<>();

  private record Key(Code code, Optional<Decision> decision) {}

  Prospects(Fields fields, Foreign foreign) {
    this.fields = fields;
    this.foreign = foreign;
  }

  boolean isForeign(Step step) {
    return foreign.made().test(step);
  }

  /** Whether who leaves a chain by its end comes to what is known. */
  boolean endsKnown(Code code) {
    boolean known = !code.chain.builtIn() || code.chain.declared().isPresent();
    return known && !foreign.follows().test(code.chain);
  }

  Prospect of(Code code, Optional<Decision> decision) {
    return of(code, decision, 0);
  }

  private Prospect of(Code code, Optional<Decision> decision, int depth) {
    if (depth > DEEPEST) {
      throw new Run.TooDeep();
    }
    Key key = new Key(code, decision);
    Prospect prospect = known.get(key);
    if (prospect == null) {
      prospect = make(code, decision, depth);
      known.put(key, prospect);
    }
    return prospect;
  }

  private Prospect make(Code code, Optional<Decision> decision, int depth) {
    List<Op> ops = new ArrayList<>(code.ops().size());
    List<Role> roles = new ArrayList<>(code.ops().size());
    for (Op op : code.ops()) {
      Op asked =
          Memory.before(op.step())
              .map(before -> Translator.demand(before, fields, op.step().table().equals("raw")))
              .map(before -> new Op(op.step(), before, op.kind(), op.target(), op.assigns()))
              .orElse(op);
      ops.add(asked);
      boolean remembers = asked != op;
      roles.add(remembers || isForeign(op.step()) ? Role.OTHER : role(op, decision, depth));
    }
    return new Prospect(ops, roles);
  }

  private Role role(Op op, Optional<Decision> decision, int depth) {
    return switch (op.kind()) {
      // a step without a target counts, which someone may want
      case PASS, OBSCURE -> Role.OTHER;
      case STOP, END -> {
        Optional<Decision> own = Decision.of(op.step());
        yield own.isPresent() && own.equals(decision) ? Role.SAME : Role.OTHER;
      }
      case RETURN -> Role.AWAY;
      case JUMP, GOTO -> into(op, decision, depth);
    };
  }

  private Role into(Op op, Optional<Decision> decision, int depth) {
    Code target = op.target().orElseThrow();
    // an empty chain is there for others to fill
    if (target.ops().isEmpty()) {
      return Role.OTHER;
    }
    boolean comesBack = op.kind() == Op.Kind.JUMP;
    return comesBack && of(target, decision, depth + 1).isHarmless() ? Role.HARMLESS : Role.INTO;
  }
}
