package dev.fwlint.rules;

import dev.fwlint.finding.Finding;
import dev.fwlint.finding.Note;
import dev.fwlint.model.Chain;
import dev.fwlint.model.Step;
import dev.fwlint.reach.Redundancy.Needless;
import dev.fwlint.source.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Rules that follow each other in a chain, and each of which changes nothing. */
record NeedlessRun(List<Needless> rules) {
  private static final int NOTED = 20;

  NeedlessRun {
    rules = List.copyOf(rules);
  }

  /** From rules in the order of the file. */
  static List<NeedlessRun> of(List<Needless> rules) {
    List<List<Needless>> runs = new ArrayList<>();
    List<Needless> inChains =
        rules.stream()
            .sorted(
                Comparator.comparing((Needless rule) -> rule.first().table())
                    .thenComparing(rule -> rule.first().chain())
                    .thenComparing(rule -> rule.first().index()))
            .toList();
    for (Needless rule : inChains) {
      if (runs.isEmpty() || !follows(rule, runs.getLast().getLast())) {
        runs.add(new ArrayList<>());
      }
      runs.getLast().add(rule);
    }
    return runs.stream().map(NeedlessRun::new).toList();
  }

  private static boolean follows(Needless rule, Needless before) {
    Step last = before.steps().getLast();
    Step first = rule.first();
    return first.table().equals(last.table())
        && first.chain().equals(last.chain())
        && first.index() == last.index() + 1;
  }

  /** {@code policies} says where a chain's policy is written. */
  Finding finding(Function<Chain, Optional<Span>> policies) {
    Step first = rules.getFirst().first();
    boolean one = rules.size() == 1;
    String which =
        one
            ? "removing this rule"
            : "removing these %d rules, to line %d,"
                .formatted(rules.size(), line(rules.getLast().first()));
    String whose = one ? "its" : "their";
    return Finding.at(Places.of(first), first.path(), which + " changes nothing: " + why(whose))
        .withNotes(notes(policies));
  }

  private String why(String whose) {
    List<String> who =
        Enumeration.links(takers().stream().map(taker -> "line " + taker.line()).toList());
    policies().stream()
        .map(chain -> "the policy " + chain.policy().orElseThrow())
        .distinct()
        .forEach(who::add);
    if (who.isEmpty()) {
      return "no rule of the chain behind acts on " + whose + " packets";
    }
    String does = who.size() == 1 ? "does" : "do";
    return "%s %s the same with %s packets behind %s"
        .formatted(Enumeration.of(who), does, whose, rules.size() == 1 ? "it" : "them");
  }

  private List<Note> notes(Function<Chain, Optional<Span>> where) {
    Stream<Note> takers = takers().stream().map(at -> new Note(at, "does the same"));
    Stream<Note> policies =
        policies().stream()
            .flatMap(chain -> where.apply(chain).stream())
            .map(at -> new Note(at, "does the same"));
    return Stream.concat(takers, policies).limit(NOTED).toList();
  }

  /** A line once. */
  private List<Span> takers() {
    Map<Integer, Span> byPlace = new TreeMap<>();
    rules.stream()
        .flatMap(rule -> rule.takers().stream())
        .map(Places::of)
        .forEach(at -> byPlace.putIfAbsent(at.start(), at));
    return List.copyOf(byPlace.values());
  }

  private Collection<Chain> policies() {
    Map<String, Chain> byName = new LinkedHashMap<>();
    rules.stream()
        .flatMap(rule -> rule.policies().stream())
        .forEach(chain -> byName.putIfAbsent(chain.name(), chain));
    return byName.values();
  }

  private static int line(Step step) {
    return Places.of(step).line();
  }
}
