package dev.fwlint.model;

import dev.fwlint.ast.Backend;
import dev.fwlint.ast.Line;
import dev.fwlint.ast.Problem;
import dev.fwlint.ast.Problem.Kind;
import dev.fwlint.ast.Word;
import dev.fwlint.extension.Quoted;
import dev.fwlint.extension.Similar;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a chain may be called and which policy it may have. How the two backends differ was tried
 * with iptables 1.8.9.
 */
final class ChainNames {
  private static final int LONGEST = 28;

  /** Who misses more chains than this has not misspelt them; each guess looks at all chains. */
  private static final int MOST_GUESSES = 100;

  private static final Set<String> VERDICTS = Set.of("ACCEPT", "DROP", "QUEUE", "RETURN");

  private final String table;
  private final Consumer<Problem> problems;
  private int missing;

  ChainNames(String table, Consumer<Problem> problems) {
    this.table = table;
    this.problems = problems;
  }

  /** Says what is wrong with a chain's line. */
  void check(Line.ChainHeader line, boolean known) {
    boolean builtIn = BuiltIn.hook(table, line.chain().text()).isPresent();
    name(line.chain());
    if (builtIn) {
      return;
    }
    if (known) {
      tell(line.chain(), "the chain %s is declared twice", Backend.LEGACY);
    }
    if (!line.policy().text().equals("-")) {
      problems.accept(
          Problem.of(
                  Kind.CONTEXT,
                  line.policy().span(),
                  "the chain %s is not built into the table %s, so it has no policy"
                      .formatted(Quoted.quoted(line.chain().text()), table))
              .withHint("write - where its policy stands")
              .onlyOn(Backend.LEGACY));
    }
  }

  private void name(Word name) {
    String text = name.text();
    if (text.length() > LONGEST) {
      tell(name, "the chain name %s is longer than 28 characters");
    } else if (VERDICTS.contains(text)) {
      tell(name, "a chain cannot be called %s, which is a target");
    } else if (text.startsWith("-") || text.startsWith("!")) {
      tell(name, "the chain name %s begins with - or !", Backend.NFT);
    }
  }

  private void tell(Word name, String message) {
    problems.accept(problem(name, message));
  }

  private void tell(Word name, String message, Backend only) {
    problems.accept(problem(name, message).onlyOn(only));
  }

  private static Problem problem(Word name, String message) {
    return Problem.of(Kind.CONTEXT, name.span(), message.formatted(Quoted.quoted(name.text())));
  }

  /**
   * The policy of a built-in chain; nothing for {@code -}, which leaves it as it is, and for what
   * is none.
   */
  Optional<Verdict> policy(Word policy) {
    return switch (policy.text()) {
      case "ACCEPT" -> Optional.of(Verdict.ACCEPT);
      case "DROP" -> Optional.of(Verdict.DROP);
      case "-" -> Optional.empty();
      default -> {
        problems.accept(
            Problem.of(
                    Kind.CONTEXT,
                    policy.span(),
                    "%s is not a policy".formatted(Quoted.quoted(policy.text())))
                .withHint("a built-in chain's policy is ACCEPT or DROP"));
        yield Optional.empty();
      }
    };
  }

  /** Whether a chain may have a policy; says so where not. */
  boolean isBuiltIn(Word name, ChainBuilder chain) {
    if (chain.hook.isEmpty()) {
      tell(name, "the chain %s is not built in, so it has no policy");
    }
    return chain.hook.isPresent();
  }

  /** Whether a chain may be renamed; says so where not. */
  boolean isUserChain(Word name, ChainBuilder chain) {
    if (chain.hook.isPresent()) {
      tell(name, "the chain %s is built in and keeps its name");
    }
    return chain.hook.isEmpty();
  }

  /** That there is no such chain, and which one may have been meant. */
  Problem missing(Word name, Collection<String> chains) {
    Problem problem =
        Problem.of(
            Kind.UNKNOWN_CHAIN,
            name.span(),
            "the table %s has no chain %s".formatted(table, Quoted.quoted(name.text())));
    boolean worthwhile = ++missing <= MOST_GUESSES;
    return (worthwhile ? Similar.closest(name.text(), chains) : Optional.<String>empty())
        .map(near -> problem.withHint("did you mean " + Quoted.quoted(near) + "?"))
        .orElse(
            problem.withHint("declare it before the rule, with a line that begins with a colon"));
  }
}
