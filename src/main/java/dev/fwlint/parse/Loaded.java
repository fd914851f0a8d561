package dev.fwlint.parse;

import dev.fwlint.ast.Option;
import dev.fwlint.ast.Word;
import dev.fwlint.extension.Extension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A match or target of the rule being read, and the options it got so far.
 *
 * @param written the word that named it; nothing where {@code -p} loaded it
 */
record Loaded(Extension extension, Optional<Word> written, List<Option> options) {
  boolean isOf(Extension other) {
    return extension.kind() == other.kind() && extension.name().equals(other.name());
  }

  static Loaded of(Extension extension, Optional<Word> written) {
    return new Loaded(extension, written, new ArrayList<>());
  }
}
