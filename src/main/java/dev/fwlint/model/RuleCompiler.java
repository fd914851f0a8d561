package dev.fwlint.model;

import dev.fwlint.ast.Family;
import dev.fwlint.ast.MatchUse;
import dev.fwlint.ast.Option;
import dev.fwlint.ast.RuleSpec;
import dev.fwlint.extension.Value;
import dev.fwlint.extension.ValueKind;
import dev.fwlint.model.Condition.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From a rule as written to what it asks and does. */
final class RuleCompiler {
  private final RuleSpec spec;
  private final OptionReader reader;

  private RuleCompiler(RuleSpec spec, Family family) {
    this.spec = spec;
    this.reader = OptionReader.of(spec, family);
  }

  /**
   * One body, or as many as lists of addresses make: each source with each destination, as iptables
   * orders them.
   */
  static List<RuleBody> compile(RuleSpec spec, Family family) {
    return new RuleCompiler(spec, family).bodies();
  }

  private List<RuleBody> bodies() {
    List<Condition> shared = new ArrayList<>();
    spec.general().forEach(option -> general(option).ifPresent(shared::add));
    MatchCompiler matches = new MatchCompiler(reader);
    for (MatchUse match : spec.matches()) {
      shared.addAll(matches.conditions(match));
    }
    Action action = new TargetCompiler(reader).action(spec.target());
    List<RuleBody> bodies = new ArrayList<>();
    for (List<Condition> source : hosts("source", End.SOURCE)) {
      for (List<Condition> destination : hosts("destination", End.DESTINATION)) {
        List<Condition> all = new ArrayList<>(source);
        all.addAll(destination);
        all.addAll(shared);
        bodies.add(new RuleBody(all, action));
      }
    }
    return bodies;
  }

  private Optional<Condition> general(Option option) {
    boolean negated = option.negated();
    return switch (option.name()) {
      case "fragment" -> Optional.of(new Condition.Fragment("-f", negated));
      case "protocol", "in-interface", "out-interface" ->
          reader.general(option).flatMap(value -> general(option, value, negated));
      default -> Optional.empty();
    };
  }

  private static Optional<Condition> general(Option option, Value value, boolean negated) {
    return switch (value) {
      case Value.Protocol p when p.number() == 0 && !negated -> Optional.empty();
      case Value.Protocol p -> Optional.of(new Condition.Protocol(p.number(), negated));
      case Value.Interface i when i.prefix() && i.name().isEmpty() && !negated -> Optional.empty();
      case Value.Interface i -> {
        boolean in = option.name().equals("in-interface");
        yield Optional.of(new Condition.Interface(in, i.name(), i.prefix(), negated));
      }
      default -> Optional.empty();
    };
  }

  /** The conditions on one end of the packet, one list for each host of the option. */
  private List<List<Condition>> hosts(String name, End end) {
    Optional<Option> option = spec.general(name);
    Optional<Value> value = option.flatMap(reader::general);
    if (!(value.orElse(null) instanceof Value.Hosts hosts)) {
      return List.of(List.of());
    }
    boolean negated = option.get().negated();
    return hosts.hosts().stream().map(host -> host(host, end, negated)).toList();
  }

  private static List<Condition> host(Value host, End end, boolean negated) {
    return switch (host) {
      case Value.Network network when network.mask().isZero() && !negated -> List.of();
      case Value.Network network ->
          List.of(new Condition.InNetwork(end, Convert.network(network), negated));
      case Value.HostName named -> {
        String letter = end == End.SOURCE ? "-s " : "-d ";
        String written = letter + ValueKind.of("host").write(named);
        yield List.of(
            new Condition.Unknown("", written, false, false, negated, new Told.Nothing()));
      }
      default -> List.of();
    };
  }
}
