package dev.fwlint.extension;

import dev.fwlint.ast.Family;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A match or a target, as its table declares it.
 *
 * @param families the families it exists for
 * @param choices which of its options go with which
 * @param protocols the protocols of which {@code -p} must name one, without {@code !}; none where
 *     any will do
 * @param tables the tables it is legal in; none where all are
 * @param hooks the hooks it may be reached from; none where all will do
 */
public record Extension(
    Kind kind,
    String name,
    Set<Family> families,
    List<OptionKind> options,
    List<Choice> choices,
    Set<Integer> protocols,
    Set<String> tables,
    Set<HookPoint> hooks) {

  /** Whether {@code -m} names it, or {@code -j}. */
  public enum Kind {
    MATCH,
    TARGET;

    /** {@code match} or {@code target}. */
    public String word() {
      return this == MATCH ? "match" : "target";
    }
  }

  /** How many of these options must be given. */
  public record Choice(Many many, List<String> options) {
    /** At least one, exactly one, or at most one. */
    public enum Many {
      AT_LEAST_ONE,
      EXACTLY_ONE,
      AT_MOST_ONE
    }

    public Choice {
      options = List.copyOf(options);
    }
  }

  public Extension {
    families = Set.copyOf(families);
    options = List.copyOf(options);
    choices = List.copyOf(choices);
    protocols = Set.copyOf(protocols);
    tables = Set.copyOf(tables);
    hooks = Set.copyOf(hooks);
  }

  /** The option of this name, one of its spellings. */
  public Optional<OptionKind> option(String spelling) {
    return options.stream().filter(option -> option.spellings().contains(spelling)).findFirst();
  }
}
