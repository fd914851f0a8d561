package dev.fwlint.docker;

import dev.fwlint.ast.RuleSpec;
import dev.fwlint.model.Action;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.ConnState;
import dev.fwlint.model.ConnectionPart;
import dev.fwlint.model.Network;
import dev.fwlint.model.Protocols;
import dev.fwlint.model.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The shape of a rule, as text: the rule with kinds in place of its values, in the order that
 * iptables-save has. So {@code -A DOCKER ! -i docker0 -o docker0 -j DROP} becomes {@code
 * filter/DOCKER ! -i BR -o BR -j DROP}. A second bridge is {@code OTHER}, any other interface
 * {@code IF}; an address is {@code HOST}, {@code LOOP} where it is loopback's, a network {@code
 * NET}, and the destination {@code SAME} where it is the source. What no generated rule asks is
 * {@code ?}.
 */
final class Sketch {
  private static final Set<ConnState> REPLIES = Set.of(ConnState.RELATED, ConnState.ESTABLISHED);

  private final Step step;
  private final Predicate<String> bridges;

  private Sketch(Step step, Predicate<String> bridges) {
    this.step = step;
    this.bridges = bridges;
  }

  /**
   * @param bridges whether an interface is a bridge of who may have made the rule
   */
  static String of(Step step, Predicate<String> bridges) {
    return new Sketch(step, bridges).text();
  }

  private String text() {
    List<String> parts = new ArrayList<>(List.of("", "", "", "", "", "", ""));
    for (Condition condition : step.conditions()) {
      int place = place(condition);
      parts.set(place, (parts.get(place) + " " + part(condition)).strip());
    }
    String comment = hasComment(step) ? " --comment" : "";
    String asked = parts.stream().filter(p -> !p.isEmpty()).collect(Collectors.joining(" "));
    return (step.table() + "/" + step.chain() + " " + asked).strip() + comment + target();
  }

  /** Whether somebody has written what the rule is for. */
  static boolean hasComment(Step step) {
    return comment(step).isPresent();
  }

  static Optional<String> comment(Step step) {
    return step.origin().operation().added().stream()
        .map(RuleSpec::matches)
        .flatMap(List::stream)
        .filter(match -> match.module().equals("comment"))
        .flatMap(match -> match.option("comment").stream())
        .map(option -> option.value().text())
        .findFirst();
  }

  private static int place(Condition condition) {
    return switch (condition) {
      case Condition.InNetwork in -> in.end() == End.SOURCE ? 0 : 1;
      case Condition.Interface by -> by.in() ? 2 : 3;
      case Condition.Protocol is -> 4;
      case Condition.Port is -> 5;
      default -> 6;
    };
  }

  private String part(Condition condition) {
    return switch (condition) {
      case Condition.InNetwork in ->
          not(in.negated()) + (in.end() == End.SOURCE ? "-s " : "-d ") + network(in);
      case Condition.Interface by ->
          not(by.negated()) + (by.in() ? "-i " : "-o ") + interfaceKind(by);
      case Condition.Protocol is ->
          not(is.negated()) + "-p " + (Protocols.isIcmp(is.number()) ? "icmp" : "P");
      case Condition.Port is ->
          not(is.negated()) + (is.end() == End.SOURCE ? "--sport " : "--dport ") + port(is);
      case Condition.Connection asked -> areReplies(asked) ? "--ctstate RELATED,ESTABLISHED" : "?";
      case Condition.AddressType is when !is.negated() && is.types().equals(Set.of("LOCAL")) ->
          is.end() == End.SOURCE ? "--src-type LOCAL" : "--dst-type LOCAL";
      case Condition.Mark is when !is.ofConnection() && !is.negated() -> "--mark N";
      case Condition.Unknown asked when Shapes.asksForExternalBridges(step) ->
          asked.module().equals("set") ? "--match-set docker-ext-bridges" : "?";
      case Condition.Unknown asked -> "-m " + asked.module();
      default -> "?";
    };
  }

  private static String not(boolean negated) {
    return negated ? "! " : "";
  }

  private String network(Condition.InNetwork in) {
    Network network = in.network();
    boolean same =
        in.end() == End.DESTINATION
            && Shapes.network(step, End.SOURCE, false).equals(Optional.of(network));
    return same ? "SAME" : kind(network);
  }

  private static String kind(Network network) {
    if (!network.isHost()) {
      return "NET";
    }
    return Shapes.isLoopback(network.base()) ? "LOOP" : "HOST";
  }

  private String interfaceKind(Condition.Interface by) {
    if (by.prefix()) {
      return "?";
    }
    if (!bridges.test(by.name())) {
      return by.name().equals("lo") ? "lo" : "IF";
    }
    Optional<String> in = Shapes.in(step).or(() -> Shapes.notIn(step)).filter(bridges);
    return by.in() || in.isEmpty() || in.get().equals(by.name()) ? "BR" : "OTHER";
  }

  private static String port(Condition.Port is) {
    boolean one =
        is.ports().size() == 1 && is.ports().getFirst().from() == is.ports().getFirst().to();
    return one ? "N" : "?";
  }

  private static boolean areReplies(Condition.Connection asked) {
    return asked.parts().size() == 1
        && asked.parts().getFirst() instanceof ConnectionPart.States states
        && !states.negated()
        && states.states().equals(REPLIES);
  }

  private String target() {
    return switch (step.action()) {
      case Action.Decide decided -> " -j " + decided.verdict();
      case Action.Return back -> " -j RETURN";
      case Action.Jump jump -> (jump.goesTo() ? " -g " : " -j ") + jump.chain();
      case Action.Rewrite to -> to.end() == End.SOURCE ? " -j SNAT" : " -j DNAT";
      case Action.Masquerade hidden -> " -j MASQUERADE";
      case Action.SetMark mark -> " -j MARK";
      case Action.Continue on -> " -j " + on.target();
      case Action.Change change -> " -j " + change.target();
      default -> " -j ?";
    };
  }
}
