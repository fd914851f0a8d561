package dev.fwlint.print;

import dev.fwlint.ast.Family;
import dev.fwlint.ast.MatchUse;
import dev.fwlint.ast.Option;
import dev.fwlint.ast.RuleSpec;
import dev.fwlint.ast.TargetUse;
import dev.fwlint.extension.Extensions;
import dev.fwlint.extension.Reading;
import dev.fwlint.extension.SavedOptions;
import dev.fwlint.extension.Scope;
import dev.fwlint.extension.Value;
import dev.fwlint.extension.ValueKind;
import dev.fwlint.extension.Words;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.Network;
import dev.fwlint.model.Step;
import java.util.Optional;

/** A rule behind {@code -A CHAIN}, in iptables' own order: iptables/iptables.c, print_rule4. */
final class RuleText {
  private static final ValueKind HOSTS = ValueKind.of("hosts");
  private static final ValueKind INTERFACE = ValueKind.of("interface");
  private static final ValueKind PROTOCOL = ValueKind.of("general-protocol");

  private final Family family;

  RuleText(Family family) {
    this.family = family;
  }

  String of(Step step) {
    RuleSpec rule = step.origin().operation().added().orElseThrow();
    StringBuilder text = new StringBuilder(100);
    for (Condition condition : step.conditions()) {
      host(condition, text);
    }
    rule.general("in-interface").ifPresent(option -> device(option, text));
    rule.general("out-interface").ifPresent(option -> device(option, text));
    Scope scope = protocol(rule, text);
    rule.general("fragment").ifPresent(option -> text.append(option.negated() ? " ! -f" : " -f"));
    rule.matches().forEach(match -> match(match, scope, text));
    rule.target().ifPresent(target -> target(target, scope, text));
    return text.toString();
  }

  /** Of the several rules that a line with {@code -s a,b} makes, this one's own. */
  private static void host(Condition condition, StringBuilder text) {
    switch (condition) {
      case Condition.InNetwork(End end, Network network, boolean negated) ->
          text.append(negated ? " ! " : " ")
              .append(end == End.SOURCE ? "-s " : "-d ")
              .append(HOSTS.write(value(network)));
      case Condition.Unknown unknown when unknown.module().isEmpty() ->
          text.append(unknown.negated() ? " ! " : " ").append(unknown.expression());
      default -> {}
    }
  }

  private static Value value(Network network) {
    return new Value.Network(address(network.base()), address(network.mask()));
  }

  private static dev.fwlint.extension.Address address(dev.fwlint.model.Address address) {
    return new dev.fwlint.extension.Address(address.family(), address.high(), address.low());
  }

  /** Every interface is as good as none, also with a {@code !}. */
  private void device(Option option, StringBuilder text) {
    read(INTERFACE, option, Scope.of(family))
        .filter(value -> !value.equals(new Value.Interface("", true)))
        .ifPresent(value ->
            text.append(option.negated() ? " ! -" : " -")
                .append(option.name().charAt(0))
                .append(' ')
                .append(INTERFACE.write(value)));
  }

  /** What the rule as a whole says of the protocol, for its values. */
  private Scope protocol(RuleSpec rule, StringBuilder text) {
    Optional<Option> option = rule.general("protocol");
    Value protocol =
        option.flatMap(o -> read(PROTOCOL, o, Scope.of(family))).orElse(new Value.Protocol(0));
    if (!(protocol instanceof Value.Protocol(int number)) || number == 0) {
      return Scope.of(family);
    }
    boolean negated = option.filter(Option::negated).isPresent();
    text.append(negated ? " ! -p " : " -p ").append(PROTOCOL.write(protocol));
    return new Scope(family, number, negated);
  }

  private static Optional<Value> read(ValueKind kind, Option option, Scope scope) {
    return kind.read(option.value().text(), scope) instanceof Reading.Good(Value value)
        ? Optional.of(value)
        : Optional.empty();
  }

  private void match(MatchUse match, Scope scope, StringBuilder text) {
    text.append(" -m ").append(match.module());
    Extensions.match(match.module(), family)
        .ifPresent(found -> text.append(SavedOptions.text(found, match.options(), scope)));
  }

  private void target(TargetUse target, Scope scope, StringBuilder text) {
    String name = target.name().text();
    text.append(target.goesTo() ? " -g " : " -j ").append(Words.bare(name));
    if (!target.goesTo()) {
      Extensions.target(name, family)
          .ifPresent(found -> text.append(SavedOptions.text(found, target.options(), scope)));
    }
  }
}
