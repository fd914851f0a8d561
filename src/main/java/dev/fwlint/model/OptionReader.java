package dev.fwlint.model;

import dev.fwlint.ast.Family;
import dev.fwlint.ast.MatchUse;
import dev.fwlint.ast.Option;
import dev.fwlint.ast.RuleSpec;
import dev.fwlint.ast.TargetUse;
import dev.fwlint.extension.Extension;
import dev.fwlint.extension.Extensions;
import dev.fwlint.extension.Reading;
import dev.fwlint.extension.Scope;
import dev.fwlint.extension.Value;
import dev.fwlint.extension.ValueKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Reads the values of a rule's options. Those that cannot be read have been reported by the parser.
 */
final class OptionReader {
  private final Family family;
  private final Scope scope;

  private OptionReader(Family family, Scope scope) {
    this.family = family;
    this.scope = scope;
  }

  static OptionReader of(RuleSpec spec, Family family) {
    OptionReader plain = new OptionReader(family, Scope.of(family));
    Optional<Option> protocol = spec.general("protocol");
    if (protocol.isPresent()
        && plain.general(protocol.get()).orElse(null) instanceof Value.Protocol read) {
      boolean negated = protocol.get().negated();
      return new OptionReader(family, new Scope(family, read.number(), negated));
    }
    return plain;
  }

  Family family() {
    return family;
  }

  /** The value of an option that every rule may have. */
  Optional<Value> general(Option option) {
    String notation =
        switch (option.name()) {
          case "source", "destination" -> "hosts";
          case "in-interface", "out-interface" -> "interface";
          default -> "general-protocol";
        };
    return option.values().stream()
        .findFirst()
        .flatMap(word -> good(ValueKind.of(notation).read(word.text(), scope)));
  }

  /** The first value of a match's option. */
  Optional<Value> value(MatchUse match, Option option) {
    return Extensions.match(match.module(), family).flatMap(found -> value(found, option, 0));
  }

  /** All values of a match's option. */
  List<Value> values(MatchUse match, Option option) {
    Optional<Extension> extension = Extensions.match(match.module(), family);
    return IntStream.range(0, option.values().size())
        .boxed()
        .flatMap(i -> extension.flatMap(found -> value(found, option, i)).stream())
        .toList();
  }

  /** The first value of a target's option. */
  Optional<Value> value(TargetUse target, Option option) {
    return Extensions.target(target.name().text(), family)
        .flatMap(found -> value(found, option, 0));
  }

  private Optional<Value> value(Extension extension, Option option, int index) {
    if (index >= option.values().size()) {
      return Optional.empty();
    }
    return extension
        .option(option.name())
        .filter(kind -> index < kind.values().size())
        .map(kind -> kind.values().get(index).read(option.values().get(index).text(), scope))
        .flatMap(OptionReader::good);
  }

  private static Optional<Value> good(Reading reading) {
    return reading instanceof Reading.Good good ? Optional.of(good.value()) : Optional.empty();
  }
}
