package dev.fwlint.ast;

import dev.fwlint.source.Span;
import java.util.List;
import java.util.Optional;

/** A line of a restore file. Its span is the whole line without its line end. */
public sealed interface Line {
  Span span();

  /** Nothing at all. */
  record Blank(Span span) implements Line {}

  /** A {@code #} in column one. */
  record Comment(Span span) implements Line {
    /** The text behind the {@code #}. */
    public String text() {
      return span.text().substring(1);
    }
  }

  /** {@code *filter}. */
  record TableHeader(Word table, Span span) implements Line {}

  /** {@code :INPUT DROP [0:0]}; the policy of a user chain is {@code -}. */
  record ChainHeader(Word chain, Word policy, Optional<Counters> counters, Span span)
      implements Line {}

  /** {@code COMMIT}. */
  record Commit(Span span) implements Line {}

  /** A command such as {@code -A}, understood. */
  record Command(Optional<Counters> counters, List<Word> words, Operation operation, Span span)
      implements Line {
    public Command {
      words = List.copyOf(words);
    }
  }

  /** A line that could not be understood; a {@link Problem} says why. */
  record Unreadable(Span span) implements Line {}
}
