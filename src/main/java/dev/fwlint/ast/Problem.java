package dev.fwlint.ast;

import dev.fwlint.source.Span;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Why a file, or a part of it, does not load.
 *
 * @param at a tight place
 * @param message what is wrong, one sentence without its full stop
 * @param hint what to do, or what was meant
 * @param refusedBy the backends that refuse it
 */
public record Problem(
    Kind kind, Span at, String message, Optional<String> hint, Set<Backend> refusedBy) {

  /** What sort of problem; each sort is a rule of the catalogue. */
  public enum Kind {
    /** The line, an option or a value is not what iptables can read. */
    SYNTAX,
    /** Legal words that are not allowed in this place, table, chain or combination. */
    CONTEXT,
    /** A jump to a chain that is not declared, or a target or match that does not exist. */
    UNKNOWN_CHAIN,
    /** A table that no COMMIT ends. */
    MISSING_COMMIT,
    /** A loop of jumps that a built-in chain leads to. */
    LOOP
  }

  public Problem {
    refusedBy = Set.copyOf(refusedBy);
  }

  /** A problem that both backends have. */
  public static Problem of(Kind kind, Span at, String message) {
    return new Problem(kind, at, message, Optional.empty(), EnumSet.allOf(Backend.class));
  }

  public Problem withHint(String text) {
    return new Problem(kind, at, message, Optional.of(text), refusedBy);
  }

  /** The same, refused by this backend alone. */
  public Problem onlyOn(Backend backend) {
    return new Problem(kind, at, message, hint, Set.of(backend));
  }

  /** Whether no backend loads what has this problem. */
  public boolean everywhere() {
    return refusedBy.size() == Backend.values().length;
  }
}
