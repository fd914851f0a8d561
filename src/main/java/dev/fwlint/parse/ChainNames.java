package dev.fwlint.parse;

import static dev.fwlint.extension.Quoted.quoted;

import dev.fwlint.ast.Family;
import dev.fwlint.ast.Problem;
import dev.fwlint.ast.Problem.Kind;
import dev.fwlint.ast.Word;
import dev.fwlint.extension.Extensions;
import java.util.Optional;

/** Names that a chain may have. */
final class ChainNames {
  /** The kernel's XT_EXTENSION_MAXNAMELEN, less the byte that ends a name. */
  static final int LONGEST = 28;

  private ChainNames() {}

  static void check(Word name) throws Stop {
    Optional<Problem> problem = problem(name);
    if (problem.isPresent()) {
      throw new Stop(problem.get());
    }
  }

  static void checkLength(Word name) throws Stop {
    if (name.text().length() > LONGEST) {
      throw new Stop(tooLong(name));
    }
  }

  /** Why a new chain may not have this name. */
  static Optional<Problem> problem(Word name) {
    String text = name.text();
    if (text.length() > LONGEST) {
      return Optional.of(tooLong(name));
    }
    if (isTarget(text)) {
      String message = "%s is the name of a target".formatted(quoted(text));
      return Optional.of(Problem.of(Kind.CONTEXT, name.span(), message));
    }
    return wrongCharacters(text).map(message -> Problem.of(Kind.SYNTAX, name.span(), message));
  }

  private static boolean isTarget(String text) {
    return Extensions.target(text, Family.IPV4).isPresent()
        || Extensions.target(text, Family.IPV6).isPresent();
  }

  private static Optional<String> wrongCharacters(String text) {
    if (text.isEmpty()) {
      return Optional.of("the chain's name is empty");
    }
    if (text.startsWith("-") || text.startsWith("!")) {
      return Optional.of(
          "a chain's name may not begin with %s".formatted(quoted(text.substring(0, 1))));
    }
    return Words.hasBlank(text)
        ? Optional.of("the chain's name %s has a blank".formatted(quoted(text)))
        : Optional.empty();
  }

  private static Problem tooLong(Word name) {
    return Problem.of(
        Kind.CONTEXT,
        name.span(),
        "the chain's name %s is longer than %d characters".formatted(quoted(name.text()), LONGEST));
  }
}
