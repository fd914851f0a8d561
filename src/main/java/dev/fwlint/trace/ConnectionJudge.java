package dev.fwlint.trace;

import dev.fwlint.model.Address;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.ConnState;
import dev.fwlint.model.ConnectionPart;
import dev.fwlint.model.ConnectionPart.States;
import dev.fwlint.model.Protocols;
import java.util.EnumSet;
import java.util.Set;

/** What {@code -m conntrack} answers, as net/netfilter/xt_conntrack.c does. */
final class ConnectionJudge {
  private ConnectionJudge() {}

  static Answer ask(Condition.Connection condition, Flow flow) {
    Set<ConnState> states = states(flow);
    boolean asksStates = false;
    for (ConnectionPart part : condition.parts()) {
      if (part instanceof States asked) {
        asksStates = true;
        if (asked.states().stream().anyMatch(states::contains) == asked.negated()) {
          return Answer.NO;
        }
      }
    }
    Connection connection = flow.visibleConnection();
    if (connection == null && !flow.hasTemplate()) {
      // the other questions are not even asked
      return Answer.of(asksStates);
    }
    Answer all = Answer.YES;
    if (connection == null) {
      for (ConnectionPart part : condition.parts()) {
        all = all.and(ofTemplate(part, flow).negatedIf(part.negated()));
      }
      return all;
    }
    for (ConnectionPart part : condition.parts()) {
      all = all.and(part(part, connection, flow).negatedIf(part.negated()));
    }
    return all;
  }

  /** xt_CT.c: a template is confirmed, goes the original way, and has zeros for everything else. */
  private static Answer ofTemplate(ConnectionPart part, Flow flow) {
    Address zero = new Address(flow.source.family(), 0, 0);
    return switch (part) {
      case States asked -> Answer.of(!asked.negated());
      case ConnectionPart.Protocol asked -> Answer.NO;
      case ConnectionPart.InNetwork asked -> Answer.of(asked.network().contains(zero));
      case ConnectionPart.Port asked -> Answer.of(asked.ports().contains(0));
      case ConnectionPart.Direction asked -> Answer.of(asked.original());
      case ConnectionPart.Status asked -> Answer.of(asked.statuses().contains("CONFIRMED"));
      case ConnectionPart.Expiry asked -> Answer.open(false);
    };
  }

  private static Set<ConnState> states(Flow flow) {
    EnumSet<ConnState> states = EnumSet.of(flow.visibleState());
    Connection connection = flow.visibleConnection();
    if (connection != null && connection.sourceTranslated()) {
      states.add(ConnState.SNAT);
    }
    if (connection != null && connection.destinationTranslated()) {
      states.add(ConnState.DNAT);
    }
    return states;
  }

  private static Answer part(ConnectionPart part, Connection connection, Flow flow) {
    if (isIcmpError(flow) && !(part instanceof States)) {
      // the connection is the one that the error is about, of which the packet tells nothing
      return Answer.open(false);
    }
    return switch (part) {
      case States asked -> Answer.of(!asked.negated());
      case ConnectionPart.Protocol asked -> Answer.of(flow.packet.protocol() == asked.number());
      case ConnectionPart.InNetwork asked ->
          Answer.of(
              asked.network().contains(tuple(asked.original(), connection).address(asked.end())));
      case ConnectionPart.Port asked -> port(asked, connection, flow);
      case ConnectionPart.Direction asked -> Answer.of(asked.original() == connection.original());
      case ConnectionPart.Status asked -> status(asked.statuses(), connection, flow);
      case ConnectionPart.Expiry asked -> Answer.open(false);
    };
  }

  private static Tuple tuple(boolean original, Connection connection) {
    return original ? connection.first() : connection.reply();
  }

  /**
   * A protocol without ports keeps other numbers in their place (the ICMP id, the GRE key): open.
   * So it is with DCCP, of which conntrack knows no ports since Linux 6.16.
   */
  private static Answer port(ConnectionPart.Port asked, Connection connection, Flow flow) {
    if (!Judge.hasPorts(flow) || flow.packet.protocol() == Protocols.DCCP) {
      return Answer.open(false);
    }
    End end = asked.end();
    return Answer.of(asked.ports().contains(tuple(asked.original(), connection).port(end)));
  }

  /**
   * Of an established connection the packet tells that it was answered and confirmed, of a new one
   * that it was not answered; that is confirmed when it has left the host, be it by lo. NONE stands
   * for no bit at all, so it holds of nothing.
   */
  private static Answer status(Set<String> asked, Connection connection, Flow flow) {
    boolean established = connection.state() == ConnState.ESTABLISHED;
    boolean related = connection.state() == ConnState.RELATED;
    boolean confirmed = established || flow.confirmed;
    Answer any = Answer.NO;
    for (String status : asked) {
      Answer one =
          switch (status) {
            case "SEEN_REPLY" -> Answer.of(established);
            case "CONFIRMED" -> Answer.of(confirmed);
            case "ASSURED" -> established ? Answer.open(false) : Answer.NO;
            case "EXPECTED" -> established ? Answer.open(false) : Answer.of(related);
            default -> Answer.NO;
          };
      any = or(any, one);
    }
    return any;
  }

  private static boolean isIcmpError(Flow flow) {
    return flow.packet.state() == ConnState.RELATED && Judge.isIcmp(flow);
  }

  private static Answer or(Answer one, Answer other) {
    return one.negatedIf(true).and(other.negatedIf(true)).negatedIf(true);
  }
}
