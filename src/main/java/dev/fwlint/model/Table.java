package dev.fwlint.model;

import dev.fwlint.source.Span;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A table of the file: its chains by name, in the order of the file; built-in chains that it does
 * not declare are there, too.
 */
public record Table(String name, Span header, Map<String, Chain> chains) {
  public Table {
    chains = Collections.unmodifiableMap(new LinkedHashMap<>(chains));
  }

  public Optional<Chain> chain(String chain) {
    return Optional.ofNullable(chains.get(chain));
  }

  /** The built-in chain at a hook, where this table has one. */
  public Optional<Chain> at(Hook hook) {
    return chain(hook.name()).filter(Chain::builtIn);
  }
}
