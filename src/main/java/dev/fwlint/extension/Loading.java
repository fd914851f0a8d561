package dev.fwlint.extension;

import dev.fwlint.ast.Option;
import dev.fwlint.ast.RuleSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An extension of a rule as the kernel sees it when the rule is loaded. */
record Loading(
    List<Option> options, RuleSpec rule, Scope scope, String table, Set<HookPoint> hooks) {

  Optional<Option> given(String name) {
    return options.stream().filter(option -> option.name().equals(name)).findFirst();
  }

  boolean has(String name) {
    return given(name).isPresent();
  }

  boolean reachedFrom(HookPoint one, HookPoint other) {
    return hooks.contains(one) || hooks.contains(other);
  }

  /**
   * What the number that an option's value begins with is, or what iptables takes where there is
   * none.
   */
  long number(String option, long otherwise) {
    return given(option)
        .flatMap(o -> Numbers.prefix(o.value().text()))
        .map(Numbers.Prefix::number)
        .orElse(otherwise);
  }

  /** What an option's value means in this notation. */
  Optional<Value> value(String option, String notation) {
    return given(option)
        .map(o -> ValueKind.of(notation).read(o.value().text(), scope))
        .flatMap(reading ->
            reading instanceof Reading.Good good ? Optional.of(good.value()) : Optional.empty());
  }
}
