package dev.fwlint.ast;

import java.util.List;
import java.util.Optional;

/** What a rule does: {@code -j NAME} or {@code -g CHAIN}, with the target's options. */
public record TargetUse(boolean goesTo, Word name, List<Option> options) {
  public TargetUse {
    options = List.copyOf(options);
  }

  /** The first option of this name. */
  public Optional<Option> option(String name) {
    return Option.first(options, name);
  }
}
