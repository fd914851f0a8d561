package dev.fwlint.rules;

import dev.fwlint.ast.Problem;
import dev.fwlint.docker.Owner;
import dev.fwlint.finding.Finding;
import dev.fwlint.model.Chain;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.model.Table;
import dev.fwlint.reach.CallGraph;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds user chains that no built-in chain leads to. A table that declares no built-in chain is a
 * fragment for {@code iptables-restore -n}: what leads to its chains may be in the kernel already.
 */
final class UnreachableChain implements Rule {

  @Override
  public Stream<Finding> check(Firewall firewall) {
    Set<String> unread = wordsOfProblems(firewall);
    return firewall.tables().values().stream()
        .filter(
            table -> table.chains().values().stream().anyMatch(UnreachableChain::declaredBuiltIn))
        .flatMap(table -> unreached(table, CallGraph.of(firewall, table)))
        .filter(finding -> !unread.contains(finding.at().text()));
  }

  private static boolean declaredBuiltIn(Chain chain) {
    return chain.builtIn() && chain.declared().isPresent();
  }

  /** What stands in lines that are not understood: a jump may be among it. */
  private static Set<String> wordsOfProblems(Firewall firewall) {
    Set<String> words = new HashSet<>();
    firewall.problems().stream()
        .filter(problem -> problem.kind() != Problem.Kind.MISSING_COMMIT)
        .map(problem -> problem.at().file().line(problem.at().line()))
        .forEach(line -> words.addAll(List.of(line.split("[\\s\"']+"))));
    return words;
  }

  private static Stream<Finding> unreached(Table table, CallGraph calls) {
    return table.chains().values().stream()
        .filter(chain -> !calls.reached(chain.name()))
        .filter(chain -> !chain.name().equals("DOCKER-USER") && Owner.of(chain).isEmpty())
        .flatMap(chain -> report(chain, calls.callers(chain.name())));
  }

  private static Stream<Finding> report(Chain chain, List<Step> callers) {
    String unled = "no built-in chain leads to " + Places.quoted(chain.name());
    return Places.declaration(chain).stream()
        .map(at ->
            callers.isEmpty()
                ? Finding.at(at, chain.path(), unled + ", so " + losses(chain))
                : Finding.at(at, chain.path(), unled + ": " + jumper(callers.getFirst()))
                    .withNote(Places.of(callers.getFirst()), "jumps here"));
  }

  private static String losses(Chain chain) {
    return switch (chain.steps().size()) {
      case 0 -> "it is empty and unused";
      case 1 -> "its rule never acts";
      default -> "its " + chain.steps().size() + " rules never act";
    };
  }

  private static String jumper(Step jump) {
    return "%s, which jumps to it in [line %d](1), is not reached either"
        .formatted(Places.quoted(jump.chain()), Places.of(jump).line());
  }
}
