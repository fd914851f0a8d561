package dev.fwlint.ast;

import java.util.Optional;

/** What an iptables command does to a table. Rule numbers count from 1. */
public sealed interface Operation {
  /** The rule that it puts into a chain. */
  default Optional<RuleSpec> added() {
    return switch (this) {
      case Append append -> Optional.of(append.rule());
      case Insert insert -> Optional.of(insert.rule());
      case Replace replace -> Optional.of(replace.rule());
      default -> Optional.empty();
    };
  }

  /** {@code -A}. */
  record Append(Word chain, RuleSpec rule) implements Operation {}

  /** {@code -I}; without a number, at 1. */
  record Insert(Word chain, int at, RuleSpec rule) implements Operation {}

  /** {@code -R}. */
  record Replace(Word chain, int at, RuleSpec rule) implements Operation {}

  /** {@code -D} with a rule. */
  record Delete(Word chain, RuleSpec rule) implements Operation {}

  /** {@code -D} with a number. */
  record DeleteAt(Word chain, int at) implements Operation {}

  /** {@code -C}. */
  record Check(Word chain, RuleSpec rule) implements Operation {}

  /** {@code -N}. */
  record NewChain(Word chain) implements Operation {}

  /** {@code -X}; without a chain, all empty user chains. */
  record DeleteChain(Optional<Word> chain) implements Operation {}

  /** {@code -F}; without a chain, all. */
  record Flush(Optional<Word> chain) implements Operation {}

  /** {@code -Z}. */
  record Zero(Optional<Word> chain) implements Operation {}

  /** {@code -P}. */
  record Policy(Word chain, Word policy) implements Operation {}

  /** {@code -E}. */
  record Rename(Word chain, Word newName) implements Operation {}

  /** {@code -L} and {@code -S}: changes nothing. */
  record List(Optional<Word> chain) implements Operation {}
}
