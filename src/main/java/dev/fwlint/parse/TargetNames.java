package dev.fwlint.parse;

import static dev.fwlint.extension.Quoted.quoted;

import dev.fwlint.ast.Problem;
import dev.fwlint.ast.Problem.Kind;
import dev.fwlint.ast.Word;

/** Names that {@code -j} and {@code -g} may have. */
final class TargetNames {
  private TargetNames() {}

  static void check(Word name) throws Stop {
    String text = name.text();
    if (text.isEmpty()) {
      throw new Stop(Problem.of(Kind.SYNTAX, name.span(), "the target's name is empty"));
    }
    if (text.length() > ChainNames.LONGEST) {
      throw new Stop(
          Problem.of(
              Kind.CONTEXT,
              name.span(),
              "the target's name %s is longer than %d characters"
                  .formatted(quoted(text), ChainNames.LONGEST)));
    }
    if (text.chars().anyMatch(c -> c == ' ' || c >= '\t' && c <= '\r')) {
      throw new Stop(
          Problem.of(
              Kind.SYNTAX, name.span(), "the target's name %s has a blank".formatted(quoted(text))));
    }
  }
}
