package dev.fwlint.parse;

import dev.fwlint.ast.Word;
import dev.fwlint.extension.OptionKind;
import java.util.List;
import java.util.Optional;

/** What {@link GetOpt} finds next in a command. */
sealed interface Item {
  /** No more. */
  record End() implements Item {}

  /** A word that is no option and no option's value. */
  record Plain(Word word) implements Item {}

  /**
   * An option of iptables itself.
   *
   * @param written its word, without a value that stands in it
   * @param glued the whole word where its value stands in it
   */
  record Base(BaseOption option, Word written, Optional<Word> value, Optional<Word> glued)
      implements Item {}

  /** An option of a match or target. */
  record Special(Loaded owner, OptionKind kind, Word written, Optional<Word> value)
      implements Item {}

  /** An option that nobody knows. */
  record Unknown(Word written) implements Item {}

  /** The start of several options. */
  record Ambiguous(Word written, List<String> names) implements Item {}

  /** An option that needs a value, at the end of the command. */
  record Missing(Word written) implements Item {}

  /** {@code --option=value} of an option that takes none. */
  record Unwanted(Word written) implements Item {}
}
