package dev.fwlint.model;

import dev.fwlint.ast.MatchUse;
import dev.fwlint.ast.Option;
import dev.fwlint.extension.Value;
import dev.fwlint.model.Condition.End;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What {@code -m conntrack} and {@code -m state} ask. */
final class ConnectionCompiler {
  private final OptionReader reader;

  ConnectionCompiler(OptionReader reader) {
    this.reader = reader;
  }

  List<Condition> conditions(MatchUse match) {
    List<ConnectionPart> parts = new ArrayList<>();
    for (Option option : match.options()) {
      reader.value(match, option).flatMap(value -> part(option, value)).ifPresent(parts::add);
    }
    return parts.size() == match.options().size() && !parts.isEmpty()
        ? List.of(new Condition.Connection(parts))
        : UnknownMatches.conditions(match);
  }

  private static Optional<ConnectionPart> part(Option option, Value value) {
    boolean negated = option.negated();
    boolean original = option.name().startsWith("ctorig");
    End end = option.name().contains("src") ? End.SOURCE : End.DESTINATION;
    return switch (value) {
      case Value.Names names -> names(option.name(), names, negated);
      case Value.Protocol protocol ->
          Optional.of(new ConnectionPart.Protocol(protocol.number(), negated));
      case Value.Network network ->
          Optional.of(
              new ConnectionPart.InNetwork(original, end, Convert.network(network), negated));
      case Value.Range range when option.name().equals("ctexpire") ->
          Optional.of(new ConnectionPart.Expiry(Convert.ranges(range), negated));
      case Value.Range range ->
          Optional.of(new ConnectionPart.Port(original, end, Convert.range(range), negated));
      default -> Optional.empty();
    };
  }

  private static Optional<ConnectionPart> names(String option, Value.Names names, boolean negated) {
    return Optional.of(
        switch (option) {
          case "ctdir" -> new ConnectionPart.Direction(names.name().equals("ORIGINAL"), negated);
          case "ctstatus" -> new ConnectionPart.Status(Set.copyOf(names.names()), negated);
          default -> new ConnectionPart.States(states(names.names()), negated);
        });
  }

  private static Set<ConnState> states(List<String> names) {
    EnumSet<ConnState> states = EnumSet.noneOf(ConnState.class);
    names.forEach(name -> states.add(ConnState.valueOf(name)));
    return states;
  }
}
