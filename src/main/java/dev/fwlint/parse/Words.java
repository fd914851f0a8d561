package dev.fwlint.parse;

import dev.fwlint.ast.Word;
import dev.fwlint.source.Span;

/** Parts of words. */
final class Words {
  private Words() {}

  /** What a word has from an offset on, in its tight place where no quotes stand between. */
  static Word from(Word word, int offset) {
    return part(word, offset, word.text().length());
  }

  /** Whether C's isspace(3) is true of a character. */
  static boolean hasBlank(String text) {
    return text.chars().anyMatch(c -> c == ' ' || (c >= '\t' && c <= '\r'));
  }

  static Word part(Word word, int start, int end) {
    if (start == 0 && end == word.text().length()) {
      return word;
    }
    Span span = word.span();
    boolean verbatim = span.end() - span.start() == word.text().length();
    Span at = verbatim ? new Span(span.file(), span.start() + start, span.start() + end) : span;
    return new Word(word.text().substring(start, end), at);
  }
}
