package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.ConnState;
import dev.fwlint.model.ConnectionPart;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.reach.Clause.Test;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

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

  /** One of the states, or a translation that its connection has. */
  private void states(ConnectionPart.States asked) {
    IntervalSet states = values(asked.states());
    IntervalSet others = states.complement(UNTRACKED_STATE);
    List<Integer> translations = translations(asked.states());
    if (asked.negated()) {
      to.one(STATE, others, false);
      translations.forEach(field ->
          to.clause(
              new Clause(
                  List.of(new Test(STATE, CONNECTED), new Test(field, IntervalSet.of(1))), true)));
      return;
    }
    List<Test> none = new ArrayList<>(List.of(new Test(STATE, others)));
    translations.forEach(field -> none.add(new Test(field, IntervalSet.of(0))));
    to.clause(Clause.of(fields.space, none, true));
    if (!translations.isEmpty()) {
      to.one(STATE, states.union(CONNECTED), false);
    }
  }

  private static List<Integer> translations(Set<ConnState> asked) {
    return Stream.of(
            Map.entry(ConnState.SNAT, SOURCE_TRANSLATED),
            Map.entry(ConnState.DNAT, DESTINATION_TRANSLATED))
        .filter(entry -> asked.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .toList();
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
      case ConnectionPart.InNetwork asked -> {
        int high = tuple(asked.original(), asked.end());
        to.network(high, high + 1, asked.network(), asked.negated());
      }
      case ConnectionPart.Port asked -> {
        int source = asked.original() ? ORIGINAL_SOURCE_PORT : REPLY_SOURCE_PORT;
        int field = asked.end() == End.SOURCE ? source : source + 1;
        to.one(field, Translator.set(asked.ports()), asked.negated());
      }
      case ConnectionPart.Status asked -> to.expression(Fields.expression(asked), asked.negated());
      // an ICMP error's connection is of another protocol than its own
      case ConnectionPart.Protocol asked -> to.leaveOpen();
      case ConnectionPart.Expiry asked -> to.leaveOpen();
    }
  }

  /** The field of the upper half of an address; that of the lower half is the next. */
  private static int tuple(boolean original, End end) {
    boolean source = end == End.SOURCE;
    return original
        ? source ? ORIGINAL_SOURCE_HIGH : ORIGINAL_DESTINATION_HIGH
        : source ? REPLY_SOURCE_HIGH : REPLY_DESTINATION_HIGH;
  }
}
