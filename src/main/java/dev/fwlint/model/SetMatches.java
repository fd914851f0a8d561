package dev.fwlint.model;

import dev.fwlint.ast.Family;
import dev.fwlint.ast.MatchUse;
import dev.fwlint.ast.Option;
import dev.fwlint.ast.Problem;
import dev.fwlint.ast.Problem.Kind;
import dev.fwlint.ast.RuleSpec;
import dev.fwlint.ast.TargetUse;
import dev.fwlint.ast.Word;
import dev.fwlint.extension.Quoted;
import dev.fwlint.extension.Similar;
import dev.fwlint.model.Condition.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What rules ask of known sets, and which of these iptables does not let them ask. */
final class SetMatches {
  private static final Set<String> TARGETS = Set.of("add-set", "del-set", "map-set");

  private final Optional<IpSets> sets;
  private final Family family;

  SetMatches(Optional<IpSets> sets, Family family) {
    this.sets = sets;
    this.family = family;
  }

  /** {@code -m set} as a question about a set that is known; nothing where it is not. */
  Optional<Condition> condition(MatchUse match, Condition unknown) {
    Optional<Option> asked =
        match.option("match-set").filter(option -> option.values().size() == 2);
    Optional<IpSet> set =
        asked.flatMap(option -> set(option.values().getFirst())).filter(s -> s.suits(family));
    if (set.isEmpty() || !(unknown instanceof Condition.Unknown written)) {
      return Optional.empty();
    }
    List<End> ends =
        Stream.of(asked.get().values().getLast().text().split(",", -1))
            .map(end -> end.equals("src") ? End.SOURCE : End.DESTINATION)
            .toList();
    boolean counts =
        match.options().stream().anyMatch(option -> option.name().matches("(packets|bytes)-.*"));
    boolean exceptions = match.option("return-nomatch").isPresent();
    return Optional.of(
        new Condition.InSet(
            set.get(), ends, exceptions, counts, written.expression(), written.negated()));
  }

  private Optional<IpSet> set(Word name) {
    return sets.flatMap(known -> known.set(name.text()));
  }

  /** Why iptables refuses a rule for the sets that it names. */
  List<Problem> problems(RuleSpec spec) {
    if (sets.isEmpty()) {
      return List.of();
    }
    List<Problem> problems = new ArrayList<>();
    for (MatchUse match : spec.matches()) {
      if (match.module().equals("set")) {
        match.option("match-set").flatMap(this::problem).ifPresent(problems::add);
      }
    }
    Optional<TargetUse> target = spec.target().filter(use -> use.name().text().equals("SET"));
    for (Option option : target.map(TargetUse::options).orElse(List.of())) {
      if (TARGETS.contains(option.name())) {
        problem(option).ifPresent(problems::add);
      }
    }
    return problems;
  }

  private Optional<Problem> problem(Option option) {
    Word name = option.value();
    Optional<IpSet> set = set(name);
    if (set.isEmpty()) {
      Problem missing =
          Problem.of(
              Kind.UNKNOWN_CHAIN,
              name.span(),
              "there is no set %s".formatted(Quoted.quoted(name.text())));
      return Optional.of(
          Similar.closest(name.text(), sets.get().names())
              .map(near -> missing.withHint("did you mean " + Quoted.quoted(near) + "?"))
              .orElse(missing.withHint("create it with ipset before the ruleset is loaded")));
    }
    if (set.get().suits(family)) {
      return Optional.empty();
    }
    String of = set.get().family().filter(Family.IPV4::equals).isPresent() ? "IPv4" : "IPv6";
    return Optional.of(
        Problem.of(
            Kind.CONTEXT,
            name.span(),
            "the set %s is of %s addresses".formatted(Quoted.quoted(name.text()), of)));
  }
}
