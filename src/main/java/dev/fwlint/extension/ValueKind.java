package dev.fwlint.extension;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What an option's value may be: the notation of the tables, and its reader. */
public final class ValueKind {
  private static final Map<String, ValueKind> KNOWN = new ConcurrentHashMap<>();

  private final String notation;
  private final boolean optional;
  private final Lazy syntax;

  ValueKind(String notation) {
    this.optional = notation.endsWith("?");
    this.notation = optional ? notation.substring(0, notation.length() - 1) : notation;
    this.syntax = new Lazy(this.notation);
  }

  /**
   * The values of this notation; those of iptables' own options are {@code hosts}, {@code
   * interface} and the like.
   */
  public static ValueKind of(String notation) {
    return KNOWN.computeIfAbsent(notation, ValueKind::new);
  }

  /** Whether it may be left out. */
  public boolean optional() {
    return optional;
  }

  /** What the value means where iptables accepts it. */
  public Reading read(String text, Scope scope) {
    try {
      return new Reading.Good(syntax.get().read(text, scope));
    } catch (Refusal refusal) {
      return refusal.reading();
    }
  }

  /** The value as iptables-save writes it, quotes included. */
  public String write(Value value) {
    return syntax.get().write(value);
  }

  @Override
  public String toString() {
    return notation;
  }

  /** Most rulesets use few of all syntaxes: each is made when the first value asks for it. */
  private static final class Lazy {
    private final String notation;
    private volatile @Nullable Syntax syntax;

    Lazy(String notation) {
      this.notation = notation;
    }

    Syntax get() {
      Syntax known = syntax;
      if (known == null) {
        known = Syntaxes.of(notation);
        syntax = known;
      }
      return known;
    }
  }
}
