package dev.fwlint.model;

import dev.fwlint.ast.RestoreFile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All sets of a host, by name. */
public final class IpSets {
  private final Map<String, IpSet> byName;

  IpSets(Map<String, IpSet> byName) {
    this.byName = new LinkedHashMap<>(byName);
  }

  public Optional<IpSet> set(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The names of all sets. */
  public Set<String> names() {
    return byName.keySet();
  }

  /** The sets in a ruleset, whose own rules may change some of them. */
  IpSets in(RestoreFile ruleset) {
    return new SetChanges(byName, ruleset).sets();
  }
}
