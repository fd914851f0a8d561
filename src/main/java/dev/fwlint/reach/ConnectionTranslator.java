package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.model.Condition;
import dev.fwlint.model.ConnState;
import dev.fwlint.model.ConnectionPart;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.reach.Clause.Test;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** From {@code -m conntrack} to clauses. */
final class ConnectionTranslator {
  /** The states of a packet that has a connection. */
  static final IntervalSet CONNECTED = IntervalSet.of(NEW, RELATED);

  private final Fields fields;
  private final Translator to;

  ConnectionTranslator(Fields fields, Translator to) {
    this.fields = fields;
    this.to = to;
  }

  void add(Condition.Connection condition) {
    boolean others =
        condition.parts().stream().anyMatch(p -> !(p instanceof ConnectionPart.States));
    boolean states = condition.parts().stream().anyMatch(ConnectionPart.States.class::isInstance);
    for (ConnectionPart part : condition.parts()) {
      if (part instanceof ConnectionPart.States asked) {
        states(asked);
      }
    }
    if (!others) {
      return;
    }
    boolean connected = !states || onlyConnected(condition);
    if (!connected) {
      // without a connection the rest is not asked: no clause says that
      to.leaveOpen();
      return;
    }
    to.one(STATE, CONNECTED, false);
    condition.parts().forEach(this::part);
  }

  private static boolean onlyConnected(Condition.Connection condition) {
    return condition.parts().stream()
        .filter(ConnectionPart.States.class::isInstance)
        .map(ConnectionPart.States.class::cast)
        .anyMatch(asked ->
            !asked.negated()
                && !asked.states().contains(ConnState.INVALID)
                && !asked.states().contains(ConnState.UNTRACKED));
  }

  /** One of the states, or a translation that it has: not that it has none of them. */
  private void states(ConnectionPart.States asked) {
    IntervalSet states = values(asked.states());
    List<Test> none = new ArrayList<>();
    none.add(new Test(STATE, states.complement(UNTRACKED_STATE)));
    if (asked.states().contains(ConnState.SNAT)) {
      none.add(new Test(SOURCE_TRANSLATED, IntervalSet.of(0)));
    }
    if (asked.states().contains(ConnState.DNAT)) {
      none.add(new Test(DESTINATION_TRANSLATED, IntervalSet.of(0)));
    }
    to.clause(Clause.of(fields.space, none, !asked.negated()));
  }

  static IntervalSet values(Set<ConnState> states) {
    IntervalSet values = IntervalSet.EMPTY;
    for (ConnState state : states) {
      int value =
          switch (state) {
            case NEW -> NEW;
            case ESTABLISHED -> ESTABLISHED;
            case RELATED -> RELATED;
            case INVALID -> INVALID;
            case UNTRACKED -> UNTRACKED_STATE;
            case SNAT, DNAT -> -1;
          };
      values = value < 0 ? values : values.union(IntervalSet.of(value));
    }
    return values;
  }

  private void part(ConnectionPart part) {
    switch (part) {
      case ConnectionPart.States asked -> {}
      case ConnectionPart.Direction asked ->
          to.one(REPLY, IntervalSet.of(asked.original() ? 0 : 1), asked.negated());
      case ConnectionPart.Expiry asked -> to.leaveOpen();
      default -> to.expression(Expressions.text(part), part.negated());
    }
  }
}
