package dev.fwlint.parse;

import static dev.fwlint.extension.Quoted.quoted;

import dev.fwlint.ast.Problem;
import dev.fwlint.ast.Problem.Kind;
import dev.fwlint.ast.Word;
import java.util.Optional;

/** Words where iptables expects none, and how they may have come there. */
final class ExtraWords {
  private ExtraWords() {}

  static Problem problem(Word word, RuleBuilder rule) {
    Problem problem =
        Problem.of(
            Kind.SYNTAX, word.span(), "unexpected argument %s".formatted(quoted(word.text())));
    return hint(word.text(), rule).map(problem::withHint).orElse(problem);
  }

  private static Optional<String> hint(String text, RuleBuilder rule) {
    Optional<String> negation =
        rule.negatedTheOldWay().map(option -> Mistakes.negationHint(option.written()));
    if (negation.isPresent()) {
      return negation;
    }
    if (text.startsWith("#")) {
      return Optional.of("a comment needs a line of its own, with its # in column one");
    }
    if (isDash(text)) {
      return Optional.of("write its dashes as plain hyphens");
    }
    if (text.matches("(.*/)?ip6?tables(-legacy|-nft)?")) {
      return Optional.of("a restore file has the arguments alone, without the command");
    }
    return rule.values().endsInText()
        ? Optional.of("a text with blanks needs quotes")
        : Optional.empty();
  }

  /** What word processors and web pages make of a hyphen. */
  private static boolean isDash(String text) {
    return !text.isEmpty()
        && text.charAt(0) != '-'
        && (Character.getType(text.charAt(0)) == Character.DASH_PUNCTUATION
            || text.charAt(0) == '\u2212');
  }
}
