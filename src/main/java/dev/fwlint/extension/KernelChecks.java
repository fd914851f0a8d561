package dev.fwlint.extension;

import dev.fwlint.ast.Backend;
import dev.fwlint.ast.Option;
import dev.fwlint.ast.RuleSpec;
import dev.fwlint.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What single modules of the kernel check when a rule is loaded, beyond tables, hooks and protocols. */
final class KernelChecks {
  private static final int TCP = 6;

  private KernelChecks() {}

  /**
   * Why a module refuses a rule.
   *
   * @param at the option it is about; nothing where it is the extension as a whole
   * @param only the backend that refuses it, where the other does not
   */
  record Why(String message, Optional<Span> at, Optional<Backend> only) {
    static Optional<Why> because(String message, Optional<Option> option) {
      return Optional.of(new Why(message, option.map(Option::span), Optional.empty()));
    }

    static Optional<Why> because(String message) {
      return because(message, Optional.empty());
    }
  }

  static Optional<Why> check(
      Extension extension,
      List<Option> options,
      RuleSpec rule,
      Scope scope,
      String table,
      Set<HookPoint> hooks) {
    return Optional.empty();
  }
}
