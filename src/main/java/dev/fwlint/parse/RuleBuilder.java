package dev.fwlint.parse;

import dev.fwlint.ast.Family;
import dev.fwlint.ast.MatchUse;
import dev.fwlint.ast.Option;
import dev.fwlint.ast.Problem;
import dev.fwlint.ast.RuleSpec;
import dev.fwlint.ast.TargetUse;
import dev.fwlint.ast.Word;
import dev.fwlint.extension.Combination;
import dev.fwlint.extension.Extension;
import dev.fwlint.extension.Extensions;
import dev.fwlint.extension.Protocols;
import dev.fwlint.source.Span;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Collects a rule: what stands in it, and what is wrong with that. */
final class RuleBuilder {
  private final GetOpt options;
  private final Family family;
  private final List<Problem> problems;
  private final Span line;
  private final ValueReader values;
  private final Map<BaseOption, Option> general = new EnumMap<>(BaseOption.class);
  private final List<Option> inOrder = new ArrayList<>();
  private final List<Loaded> matches = new ArrayList<>();
  private Optional<Loaded> target = Optional.empty();
  private Optional<Word> targetName = Optional.empty();
  private boolean protocolLoaded;

  RuleBuilder(GetOpt options, Family family, List<Problem> problems, Span line) {
    this.options = options;
    this.family = family;
    this.problems = problems;
    this.line = line;
    this.values = new ValueReader(family, problems);
  }

  Family family() {
    return family;
  }

  ValueReader values() {
    return values;
  }

  /** The option of iptables itself, where it was given. */
  Optional<Option> given(BaseOption option) {
    return Optional.ofNullable(general.get(option));
  }

  /** What {@code -j} or {@code -g} names. */
  Optional<Word> targetName() {
    return targetName;
  }

  /** An option with a {@code !} for its value. */
  Optional<Option> negatedTheOldWay() {
    return inOrder.stream()
        .filter(option -> !option.values().isEmpty() && option.value().text().equals("!"))
        .findFirst();
  }

  /** An option of iptables itself that is no command. */
  void general(Item.Base item, Optional<Word> not) throws Stop {
    if (item.option() == BaseOption.MATCH) {
      refuseNot(item, not);
      match(item.value().orElseThrow());
      return;
    }
    Option option = GeneralOptions.read(item, not, options);
    refuseTwice(item, option);
    general.put(item.option(), option);
    inOrder.add(option);
    switch (item.option()) {
      case PROTOCOL -> values.protocol(option);
      case JUMP, GOTO -> target(item.option(), option.value());
      case IN_INTERFACE, OUT_INTERFACE -> values.general("interface", option);
      case FRAGMENT -> refuseFragment(item);
      default -> {}
    }
  }

  private static void refuseNot(Item.Base item, Optional<Word> not) throws Stop {
    if (not.isPresent()) {
      throw Stop.syntax(
          not.get().span(), "a ! before %s is not allowed".formatted(item.option().shortName()));
    }
  }

  /** {@code -v} may be repeated; {@code -j} and {@code -g} count as one. */
  private void refuseTwice(Item.Base item, Option option) throws Stop {
    boolean jump = item.option() == BaseOption.JUMP || item.option() == BaseOption.GOTO;
    boolean twice = general.containsKey(item.option()) || (jump && targetName.isPresent());
    if (twice && item.option() != BaseOption.VERBOSE && item.option() != family4Or6()) {
      throw Stop.context(
          option.span(), "a second %s is not allowed".formatted(item.option().shortName()));
    }
  }

  private BaseOption family4Or6() {
    return family == Family.IPV4 ? BaseOption.IPV4 : BaseOption.IPV6;
  }

  private void refuseFragment(Item.Base item) throws Stop {
    if (family == Family.IPV6) {
      throw Stop.syntax(item.written().span(), "ip6tables has no -f").withHint("use -m frag");
    }
  }

  private void match(Word name) throws Stop {
    Optional<Extension> extension = Extensions.match(name.text(), family);
    if (extension.isEmpty()) {
      throw new Stop(Mistakes.noMatch(name, family));
    }
    load(Loaded.of(extension.get(), Optional.of(name)));
  }

  private void load(Loaded loaded) {
    matches.add(loaded);
    options.load(loaded);
  }

  private void target(BaseOption option, Word name) throws Stop {
    targetName = Optional.of(name);
    TargetNames.check(name);
    if (option == BaseOption.GOTO) {
      return;
    }
    target = Extensions.target(name.text(), family).map(e -> Loaded.of(e, Optional.of(name)));
    target.ifPresent(options::load);
  }

  /**
   * Loads the match that {@code -p} names, once; iptables does so when it meets an option that it
   * does not know.
   *
   * @return whether it is worth looking again
   */
  boolean loadProtocol() {
    Optional<Option> given = given(BaseOption.PROTOCOL);
    if (given.isEmpty() || protocolLoaded) {
      return false;
    }
    String written = given.get().value().text().toLowerCase(Locale.ROOT);
    boolean number = !written.isEmpty() && Character.isDigit(written.charAt(0));
    Optional<Extension> extension =
        (number ? Protocols.name(values.scope().protocol()) : Optional.of(written))
            .flatMap(name -> Extensions.match(name, family));
    protocolLoaded = true;
    extension.ifPresent(e -> load(Loaded.of(e, Optional.empty())));
    return extension.isPresent();
  }

  /** An option of a match or target. */
  void special(Item.Special item, Optional<Word> not) throws Stop {
    Option option = SpecialOptions.read(item, not, options);
    item.owner().options().add(option);
    values.special(item.kind().values(), option);
  }

  /** Refuses options that go with a rule in a command that has none. */
  void refuseOutside(BaseOption verb, boolean hasRule) throws Stop {
    for (Map.Entry<BaseOption, Option> entry : general.entrySet()) {
      if (!GeneralOptions.goesWith(entry.getKey(), verb, hasRule)) {
        throw Stop.context(
            entry.getValue().span(),
            "%s does not go with %s".formatted(entry.getKey().shortName(), verb.shortName()));
      }
    }
  }

  /** What can be told, or iptables looks at, only when all words are read. */
  void finish() {
    given(BaseOption.SOURCE).ifPresent(option -> values.general("hosts", option));
    given(BaseOption.DESTINATION).ifPresent(option -> values.general("hosts", option));
    for (Loaded match : matches) {
      problems.addAll(
          Combination.problems(match.extension(), match.options(), place(match), values.scope()));
    }
    target.ifPresent(t ->
        problems.addAll(
            Combination.problems(t.extension(), t.options(), place(t), values.scope())));
  }

  private Span place(Loaded loaded) {
    return loaded
        .written()
        .or(() -> given(BaseOption.PROTOCOL).map(Option::value))
        .map(Word::span)
        .orElse(line);
  }

  /** The rule. */
  RuleSpec build() {
    List<Option> kept = inOrder.stream().filter(GeneralOptions::isKept).toList();
    List<MatchUse> uses =
        matches.stream()
            .map(m -> new MatchUse(m.extension().name(), m.written(), m.options()))
            .toList();
    Optional<TargetUse> use =
        targetName.map(name ->
            new TargetUse(
                general.containsKey(BaseOption.GOTO),
                name,
                target.map(Loaded::options).orElse(List.of())));
    return new RuleSpec(kept, uses, use);
  }
}
