package dev.fwlint.model;

import dev.fwlint.ast.Line;
import dev.fwlint.ast.RuleSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A chain while a file is loaded. */
final class ChainBuilder {
  /** A rule without its number, which changes as others come and go. */
  record Entry(RuleBody body, RuleSpec spec, Line.Command origin) {}

  private final String table;
  final Optional<Hook> hook;
  final List<Entry> entries = new ArrayList<>();
  private String name;
  private Optional<Line> declared;
  private Verdict policy = Verdict.ACCEPT;

  ChainBuilder(String table, String name, Optional<Hook> hook, Optional<Line> declared) {
    this.table = table;
    this.name = name;
    this.hook = hook;
    this.declared = declared;
  }

  void declare(Line line) {
    declared = Optional.of(line);
  }

  void setPolicy(Verdict verdict) {
    policy = verdict;
  }

  void rename(String other) {
    name = other;
  }

  /** The line to point at for the whole chain. */
  Optional<Line> declared() {
    return declared;
  }

  Chain build() {
    List<Step> steps = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      steps.add(
          new Step(
              table,
              name,
              steps.size() + 1,
              entry.body().conditions(),
              entry.body().action(),
              entry.origin()));
    }
    return new Chain(table, name, hook, hook.map(built -> policy), declared, steps);
  }
}
