package dev.fwlint.parse;

import static dev.fwlint.extension.Quoted.quoted;

import dev.fwlint.ast.Word;

/** Names that {@code -j} and {@code -g} may have. */
final class TargetNames {
  private TargetNames() {}

  static void check(Word name) throws Stop {
    String text = name.text();
    if (text.isEmpty()) {
      throw Stop.syntax(name.span(), "the target's name is empty");
    }
    if (text.length() > ChainNames.LONGEST) {
      throw Stop.context(
          name.span(),
          "the target's name %s is longer than %d characters"
              .formatted(quoted(text), ChainNames.LONGEST));
    }
    if (Words.hasBlank(text)) {
      throw Stop.syntax(name.span(), "the target's name %s has a blank".formatted(quoted(text)));
    }
  }
}
