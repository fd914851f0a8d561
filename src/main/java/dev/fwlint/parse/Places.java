package dev.fwlint.parse;

import static dev.fwlint.extension.Quoted.quoted;

import dev.fwlint.ast.Option;
import dev.fwlint.ast.Problem;
import dev.fwlint.ast.Problem.Kind;
import dev.fwlint.ast.Word;
import java.util.List;
import java.util.Optional;

/** What iptables itself, before it asks the kernel, does not allow in some chain or table. */
final class Places {
  private Places() {}

  static void check(
      CommandBuilder command, RuleBuilder rule, String table, List<Problem> problems) {
    if (table.equals("nat")) {
      rule.targetName().ifPresent(name -> refuseDrop(name, problems));
      command.second().ifPresent(policy -> refuseDrop(policy, problems));
    }
    if (command.verb().equals(Optional.of(BaseOption.POLICY))) {
      policy(command.second().orElseThrow(), problems);
    }
    if (command.hasRule()) {
      String chain = command.chain().map(Word::text).orElse("");
      interfaces(chain, rule, problems);
      negatedLists(command, rule, problems);
    }
  }

  private static void refuseDrop(Word target, List<Problem> problems) {
    if (target.text().equals("DROP")) {
      problems.add(
          Problem.of(Kind.CONTEXT, target.span(), "DROP is not allowed in the table nat")
              .withHint("drop in the table filter"));
    }
  }

  private static void policy(Word policy, List<Problem> problems) {
    if (!policy.text().equals("ACCEPT") && !policy.text().equals("DROP")) {
      problems.add(
          Problem.of(
              Kind.CONTEXT,
              policy.span(),
              "%s is not a policy: it is ACCEPT or DROP".formatted(quoted(policy.text()))));
    }
  }

  private static void interfaces(String chain, RuleBuilder rule, List<Problem> problems) {
    Optional<Option> wrong =
        switch (chain) {
          case "PREROUTING", "INPUT" -> rule.given(BaseOption.OUT_INTERFACE);
          case "OUTPUT", "POSTROUTING" -> rule.given(BaseOption.IN_INTERFACE);
          default -> Optional.empty();
        };
    wrong.ifPresent(option ->
        problems.add(
            Problem.of(
                Kind.CONTEXT,
                option.span(),
                "%s is not allowed in %s".formatted(quoted(option.written().text()), chain))));
  }

  private static void negatedLists(
      CommandBuilder command, RuleBuilder rule, List<Problem> problems) {
    Optional<Option> source = rule.given(BaseOption.SOURCE);
    Optional<Option> destination = rule.given(BaseOption.DESTINATION);
    boolean negated =
        source.filter(Option::negated).isPresent()
            || destination.filter(Option::negated).isPresent();
    for (Optional<Option> side : List.of(source, destination)) {
      Optional<Option> list = side.filter(option -> option.value().text().indexOf(',') >= 0);
      if (list.isPresent() && negated) {
        problems.add(
            Problem.of(
                Kind.CONTEXT, list.get().span(), "a list of addresses does not go with a !"));
        return;
      }
      if (list.isPresent() && command.verb().equals(Optional.of(BaseOption.REPLACE))) {
        problems.add(
            Problem.of(Kind.CONTEXT, list.get().span(), "-R takes a single address, not a list"));
        return;
      }
    }
  }
}
