package dev.fwlint.ast;

import java.util.List;
import java.util.Optional;

/**
 * What a rule matches and does, as written.
 *
 * @param general the options that no {@code -m} is needed for: {@code protocol}, {@code source},
 *     {@code destination}, {@code in-interface}, {@code out-interface}, {@code fragment}, {@code
 *     ipv4}, {@code ipv6}, {@code set-counters}
 */
public record RuleSpec(List<Option> general, List<MatchUse> matches, Optional<TargetUse> target) {
  public RuleSpec {
    general = List.copyOf(general);
    matches = List.copyOf(matches);
  }

  /** The first general option of this name. */
  public Optional<Option> general(String name) {
    return Option.first(general, name);
  }
}
