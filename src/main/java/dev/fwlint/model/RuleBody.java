package dev.fwlint.model;

import java.util.List;

/** What a rule asks and does, wherever it stands. */
record RuleBody(List<Condition> conditions, Action action) {
  RuleBody {
    conditions = List.copyOf(conditions);
  }
}
