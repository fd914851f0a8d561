package dev.fwlint.ast;

import java.util.List;
import java.util.Optional;

/**
 * A match of a rule: {@code -m name} with the options that belong to it.
 *
 * @param module the match's name as iptables resolves it, {@code tcp} also where only {@code -p
 *     tcp} loads it
 * @param written the word behind {@code -m}; nothing where {@code -p} loads the match without it
 */
public record MatchUse(String module, Optional<Word> written, List<Option> options) {
  public MatchUse {
    options = List.copyOf(options);
  }

  /** The first option of this name. */
  public Optional<Option> option(String name) {
    return Option.first(options, name);
  }
}
