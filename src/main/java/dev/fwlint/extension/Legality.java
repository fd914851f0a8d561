package dev.fwlint.extension;

import static dev.fwlint.extension.Quoted.quoted;

import dev.fwlint.ast.Backend;
import dev.fwlint.ast.Family;
import dev.fwlint.ast.MatchUse;
import dev.fwlint.ast.Option;
import dev.fwlint.ast.Problem;
import dev.fwlint.ast.Problem.Kind;
import dev.fwlint.ast.RuleSpec;
import dev.fwlint.ast.TargetUse;
import dev.fwlint.ast.Word;
import dev.fwlint.source.Span;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where the kernel takes a rule: what {@code iptables} itself lets pass and the commit refuses
 * (xt_check_match and xt_check_target of net/netfilter/x_tables.c, and each module's own check).
 */
public final class Legality {
  private final RuleSpec rule;
  private final Family family;
  private final String table;
  private final Set<HookPoint> hooks;
  private final Scope scope;
  private final List<Problem> problems = new ArrayList<>();

  private Legality(RuleSpec rule, Family family, String table, Set<HookPoint> hooks) {
    this.rule = rule;
    this.family = family;
    this.table = table;
    this.hooks = hooks.isEmpty() ? EnumSet.noneOf(HookPoint.class) : EnumSet.copyOf(hooks);
    this.scope = scope(rule, family);
  }

  /**
   * Why the kernel refuses a rule.
   *
   * @param hooks the hooks its chain is reached from, by whatever way; none of a chain that nothing
   *     jumps to, which the kernel does not look at
   */
  public static List<Problem> problems(
      RuleSpec rule, Family family, String table, Set<HookPoint> hooks) {
    Legality legality = new Legality(rule, family, table, hooks);
    legality.check();
    return legality.problems;
  }

  /** What the rule says of the protocol, wherever in it that stands. */
  static Scope scope(RuleSpec rule, Family family) {
    return rule.general("protocol")
        .flatMap(option ->
            Protocols.number(option.value().text().toLowerCase(Locale.ROOT))
                .map(number -> new Scope(family, number, option.negated())))
        .orElse(Scope.of(family));
  }

  private void check() {
    rule.general().forEach(this::checkEverything);
    for (MatchUse use : rule.matches()) {
      Span place = use.written().or(this::protocolWord).map(Word::span).orElseThrow();
      Extensions.match(use.module(), family)
          .ifPresent(extension -> check(extension, use.options(), place));
    }
    rule.target().filter(use -> !use.goesTo()).ifPresent(this::checkTarget);
  }

  private Optional<Word> protocolWord() {
    return rule.general("protocol").map(Option::value);
  }

  private void checkTarget(TargetUse use) {
    Extensions.target(use.name().text(), family)
        .ifPresent(extension -> check(extension, use.options(), use.name().span()));
  }

  /** nftables refuses what it can tell to match nothing. */
  private void checkEverything(Option option) {
    boolean address = option.name().equals("source") || option.name().equals("destination");
    if (address && option.negated() && isEverything(option.value().text())) {
      problems.add(
          Problem.of(Kind.CONTEXT, option.span(), "no address is outside of /0")
              .onlyOn(Backend.NFT));
    }
  }

  private boolean isEverything(String hosts) {
    return ValueKind.of("hosts").read(hosts, scope)
            instanceof Reading.Good(Value.Hosts(List<Value> all))
        && all.getFirst() instanceof Value.Network network
        && network.mask().isZero();
  }

  private void check(Extension extension, List<Option> options, Span place) {
    if (!extension.tables().isEmpty() && !extension.tables().contains(table)) {
      refuse(
          place,
          "%s is only allowed in the table %s"
              .formatted(
                  subject(extension), String.join(" or ", new TreeSet<>(extension.tables()))));
      return;
    }
    if (!extension.hooks().isEmpty() && !extension.hooks().containsAll(hooks)) {
      refuse(
          place,
          "%s is only allowed on the way from %s, and this chain is reached from %s"
              .formatted(
                  subject(extension), names(extension.hooks()), names(outside(extension.hooks()))));
      return;
    }
    if (!extension.protocols().isEmpty() && !scope.isOneOf(extension.protocols())) {
      needProtocol(extension, options, place);
      return;
    }
    KernelChecks.check(extension, new Loading(options, rule, scope, table, hooks))
        .ifPresent(why ->
            refuse(why.at().orElse(place), subject(extension) + " " + why.message(), why.only()));
  }

  private static String subject(Extension extension) {
    return "the %s %s".formatted(extension.kind().word(), quoted(extension.name()));
  }

  /** iptables-nft translates tcp and udp itself, and leaves a ! before -p as it is. */
  private void needProtocol(Extension extension, List<Option> options, Span place) {
    boolean translated =
        (extension.name().equals("tcp") || extension.name().equals("udp")) && !options.isEmpty();
    boolean onlyNegated = scope.negated() && extension.protocols().contains(scope.protocol());
    refuse(
        place,
        "%s needs -p %s".formatted(subject(extension), protocols(extension.protocols())),
        translated && onlyNegated ? Optional.of(Backend.LEGACY) : Optional.empty());
  }

  private Set<HookPoint> outside(Set<HookPoint> allowed) {
    Set<HookPoint> others = EnumSet.copyOf(hooks);
    others.removeAll(allowed);
    return others;
  }

  private static String names(Set<HookPoint> hooks) {
    return EnumSet.copyOf(hooks).stream().map(HookPoint::name).collect(Collectors.joining(" or "));
  }

  private static String protocols(Set<Integer> numbers) {
    return new TreeSet<>(numbers)
        .stream()
            .map(n -> Protocols.name(n).orElse(n.toString()))
            .collect(Collectors.joining(" or "));
  }

  private void refuse(Span at, String message) {
    problems.add(Problem.of(Kind.CONTEXT, at, message));
  }

  private void refuse(Span at, String message, Optional<Backend> only) {
    Problem problem = Problem.of(Kind.CONTEXT, at, message);
    problems.add(only.map(problem::onlyOn).orElse(problem));
  }
}
