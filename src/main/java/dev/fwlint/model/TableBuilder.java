package dev.fwlint.model;

import dev.fwlint.ast.Family;
import dev.fwlint.ast.Line;
import dev.fwlint.ast.Operation;
import dev.fwlint.ast.Problem;
import dev.fwlint.ast.Problem.Kind;
import dev.fwlint.ast.RuleSpec;
import dev.fwlint.ast.Word;
import dev.fwlint.extension.Extensions;
import dev.fwlint.extension.Quoted;
import dev.fwlint.model.ChainBuilder.Entry;
import dev.fwlint.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A table while a file is loaded: does to it what each line says, and says what cannot be done. */
final class TableBuilder {
  private final String name;
  private final Span header;
  private final Family family;
  private final SetMatches sets;
  private final Consumer<Problem> problems;
  private final Map<String, ChainBuilder> chains = new LinkedHashMap<>();
  private final ChainNames names;

  TableBuilder(
      String name, Span header, Family family, SetMatches sets, Consumer<Problem> problems) {
    this.name = name;
    this.header = header;
    this.family = family;
    this.sets = sets;
    this.problems = problems;
    this.names = new ChainNames(name, problems);
    for (Hook hook : BuiltIn.chains(name)) {
      chains.put(
          hook.name(), new ChainBuilder(name, hook.name(), Optional.of(hook), Optional.empty()));
    }
  }

  /** Begins with the policies of the same table as the file had it before. */
  void keepPolicies(Table before) {
    before.chains().values().stream()
        .filter(Chain::builtIn)
        .forEach(chain -> {
          ChainBuilder own = chains.get(chain.name());
          if (own != null) {
            chain.policy().ifPresent(own::setPolicy);
          }
        });
  }

  Table build() {
    Map<String, Chain> built = new LinkedHashMap<>();
    chains.forEach((chain, builder) -> built.put(chain, builder.build()));
    return new Table(name, header, built);
  }

  /** A {@code :CHAIN} line. */
  void declare(Line.ChainHeader line) {
    String chain = line.chain().text();
    ChainBuilder known = chains.get(chain);
    names.check(line, known != null);
    if (known == null) {
      Optional<Hook> none = Optional.empty();
      chains.put(chain, new ChainBuilder(name, chain, none, Optional.of(line)));
      return;
    }
    known.declare(line);
    if (known.hook.isPresent()) {
      names.policy(line.policy()).ifPresent(known::setPolicy);
    }
  }

  /** A command such as {@code -A}. */
  void apply(Line.Command line) {
    switch (line.operation()) {
      case Operation.Append op -> insert(op.chain(), Integer.MAX_VALUE, op.rule(), line);
      case Operation.Insert op -> insert(op.chain(), op.at(), op.rule(), line);
      case Operation.Replace op -> replace(op, line);
      case Operation.Delete op -> delete(op.chain(), op.rule(), true);
      case Operation.Check op -> delete(op.chain(), op.rule(), false);
      case Operation.DeleteAt op ->
          chain(op.chain())
              .filter(chain -> exists(chain, op.at(), op.chain()))
              .ifPresent(chain -> chain.entries.remove(op.at() - 1));
      case Operation.NewChain op -> newChain(op.chain(), line);
      case Operation.DeleteChain op -> deleteChain(op.chain());
      case Operation.Flush op ->
          op.chain()
              .map(word -> chain(word).stream().toList())
              .orElseGet(() -> List.copyOf(chains.values()))
              .forEach(chain -> chain.entries.clear());
      case Operation.Policy op ->
          chain(op.chain())
              .filter(chain -> names.isBuiltIn(op.chain(), chain))
              .flatMap(chain -> names.policy(op.policy()).map(policy -> Map.entry(chain, policy)))
              .ifPresent(set -> set.getKey().setPolicy(set.getValue()));
      case Operation.Rename op -> rename(op);
      case Operation.Zero op -> op.chain().ifPresent(this::chain);
      case Operation.List op -> op.chain().ifPresent(this::chain);
    }
  }

  private Optional<ChainBuilder> chain(Word word) {
    ChainBuilder chain = chains.get(word.text());
    if (chain == null) {
      problems.accept(names.missing(word, chains.keySet()));
    }
    return Optional.ofNullable(chain);
  }

  /**
   * A rule of a chain that nothing declares is kept under that name, so that it is analysed all the
   * same.
   */
  private ChainBuilder chainForRule(Word word) {
    return chain(word)
        .orElseGet(() ->
            chains.computeIfAbsent(
                word.text(),
                chain -> new ChainBuilder(name, chain, Optional.empty(), Optional.empty())));
  }

  private void insert(Word word, int at, RuleSpec spec, Line.Command line) {
    ChainBuilder chain = chainForRule(word);
    jumps(spec);
    sets.problems(spec).forEach(problems);
    List<Entry> entries = entries(spec, line);
    boolean append = at == Integer.MAX_VALUE;
    if (!append && at > chain.entries.size() + 1) {
      problems.accept(
          Problem.of(
              Kind.CONTEXT,
              word.span(),
              "the chain %s has %d rules, so there is no place %d"
                  .formatted(Quoted.quoted(word.text()), chain.entries.size(), at)));
      return;
    }
    if (append) {
      chain.entries.addAll(entries);
    } else {
      // each rule of a list is inserted at the same place, so that the last comes first
      entries.forEach(entry -> chain.entries.add(at - 1, entry));
    }
  }

  private List<Entry> entries(RuleSpec spec, Line.Command line) {
    List<Entry> entries = new ArrayList<>();
    for (RuleBody body : RuleCompiler.compile(spec, family, sets)) {
      entries.add(new Entry(body, spec, line));
    }
    return entries;
  }

  private void replace(Operation.Replace op, Line.Command line) {
    chain(op.chain())
        .filter(chain -> exists(chain, op.at(), op.chain()))
        .ifPresent(chain -> {
          jumps(op.rule());
          sets.problems(op.rule()).forEach(problems);
          entries(op.rule(), line).stream()
              .findFirst()
              .ifPresent(entry -> chain.entries.set(op.at() - 1, entry));
        });
  }

  private boolean exists(ChainBuilder chain, int number, Word word) {
    boolean exists = 1 <= number && number <= chain.entries.size();
    if (!exists) {
      problems.accept(
          Problem.of(
              Kind.CONTEXT,
              word.span(),
              "the chain %s has no rule %d".formatted(Quoted.quoted(word.text()), number)));
    }
    return exists;
  }

  private void delete(Word word, RuleSpec spec, boolean really) {
    Optional<ChainBuilder> chain = chain(word);
    sets.problems(spec).forEach(problems);
    if (chain.isEmpty()) {
      return;
    }
    for (RuleBody body : RuleCompiler.compile(spec, family, sets)) {
      List<Entry> entries = chain.get().entries;
      int found = 0;
      while (found < entries.size() && !entries.get(found).body().equals(body)) {
        found++;
      }
      if (found == entries.size()) {
        problems.accept(
            Problem.of(
                Kind.CONTEXT,
                word.span(),
                "the chain %s has no such rule".formatted(Quoted.quoted(word.text()))));
      } else if (really) {
        entries.remove(found);
      }
    }
  }

  private void newChain(Word word, Line.Command line) {
    if (chains.containsKey(word.text())) {
      problems.accept(
          Problem.of(
              Kind.CONTEXT,
              word.span(),
              "the chain %s exists already".formatted(Quoted.quoted(word.text()))));
    } else {
      chains.put(
          word.text(), new ChainBuilder(name, word.text(), Optional.empty(), Optional.of(line)));
    }
  }

  private void deleteChain(Optional<Word> word) {
    if (word.isEmpty()) {
      chains.values().removeIf(chain -> chain.hook.isEmpty() && chain.entries.isEmpty());
      return;
    }
    Optional<ChainBuilder> chain = chain(word.get());
    boolean kept =
        chain.isPresent()
            && (chain.get().hook.isPresent()
                || !chain.get().entries.isEmpty()
                || isCalled(word.get().text()));
    if (kept) {
      problems.accept(
          Problem.of(
              Kind.CONTEXT,
              word.get().span(),
              "the chain %s cannot be deleted: it is built in, not empty, or jumped to"
                  .formatted(Quoted.quoted(word.get().text()))));
    } else {
      chains.remove(word.get().text());
    }
  }

  private boolean isCalled(String chain) {
    return chains.values().stream()
        .flatMap(caller -> caller.entries.stream())
        .anyMatch(entry ->
            entry.body().action() instanceof Action.Jump jump && jump.chain().equals(chain));
  }

  private void rename(Operation.Rename op) {
    String to = op.newName().text();
    Optional<ChainBuilder> chain = chain(op.chain());
    if (chain.isPresent()
        && names.isUserChain(op.chain(), chain.get())
        && !chains.containsKey(to)) {
      chains.remove(op.chain().text());
      chain.get().rename(to);
      chains.put(to, chain.get());
    }
  }

  /** The chain that a rule jumps to has to be there when the rule is read. */
  private void jumps(RuleSpec spec) {
    if (spec.target().isEmpty()) {
      return;
    }
    Word target = spec.target().get().name();
    boolean known =
        !spec.target().get().goesTo() && Extensions.target(target.text(), family).isPresent();
    ChainBuilder chain = chains.get(target.text());
    if (known) {
      return;
    }
    if (chain == null) {
      problems.accept(names.missing(target, chains.keySet()));
    } else if (chain.hook.isPresent()) {
      problems.accept(
          Problem.of(
              Kind.CONTEXT,
              target.span(),
              "%s is a built-in chain, and no rule can jump to one"
                  .formatted(Quoted.quoted(target.text()))));
    }
  }
}
