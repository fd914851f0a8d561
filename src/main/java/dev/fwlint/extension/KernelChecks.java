package dev.fwlint.extension;

import dev.fwlint.ast.Backend;
import dev.fwlint.ast.MatchUse;
import dev.fwlint.ast.Option;
import dev.fwlint.ast.RuleSpec;
import dev.fwlint.extension.Value.Range;
import dev.fwlint.extension.Value.TcpFlags;
import dev.fwlint.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What single modules of the kernel check when a rule is loaded, beyond tables, hooks and protocols. */
final class KernelChecks {
  private static final Set<Integer> TCP = Set.of(6);
  private static final int SYN = 2;

  /** How many of an address's packets the kernel can keep; before Linux 6.11, 255. */
  private static final int RECENT_MOST = 65_535;

  private final List<Option> options;
  private final RuleSpec rule;
  private final Scope scope;
  private final String table;
  private final Set<HookPoint> hooks;

  private KernelChecks(
      List<Option> options, RuleSpec rule, Scope scope, String table, Set<HookPoint> hooks) {
    this.options = options;
    this.rule = rule;
    this.scope = scope;
    this.table = table;
    this.hooks = hooks;
  }

  /**
   * Why a module refuses a rule.
   *
   * @param message what goes on from the extension's name
   * @param at the option it is about; nothing where it is the extension as a whole
   * @param only the backend that refuses it, where the other does not
   */
  record Why(String message, Optional<Span> at, Optional<Backend> only) {}

  static Optional<Why> check(
      Extension extension,
      List<Option> options,
      RuleSpec rule,
      Scope scope,
      String table,
      Set<HookPoint> hooks) {
    KernelChecks checks = new KernelChecks(options, rule, scope, table, hooks);
    return switch (extension.name()) {
      case "REJECT" -> checks.reject();
      case "TCPMSS" -> checks.tcpMss();
      case "ecn", "ECN" -> checks.ecn();
      case "addrtype" -> checks.sides("limit-iface-in", "limit-iface-out");
      case "devgroup" -> checks.sides("src-group", "dst-group");
      case "policy" -> checks.policy();
      case "physdev" -> checks.physdev();
      case "recent" -> checks.recent();
      case "owner" -> checks.owner();
      case "CT" -> checks.tracking();
      case "TRACE" -> checks.trace();
      case "QUEUE" -> only(Backend.NFT, "is not known to iptables-nft");
      default -> Optional.empty();
    };
  }

  private static Optional<Why> because(String message, Optional<Option> option) {
    return Optional.of(new Why(message, option.map(Option::span), Optional.empty()));
  }

  private static Optional<Why> only(Backend backend, String message) {
    return Optional.of(new Why(message, Optional.empty(), Optional.of(backend)));
  }

  private Optional<Option> given(String name) {
    return options.stream().filter(option -> option.name().equals(name)).findFirst();
  }

  private boolean isGiven(String name) {
    return given(name).isPresent();
  }

  private Optional<Why> reject() {
    Optional<Option> reset =
        given("reject-with")
            .filter(option -> option.value().text().toLowerCase(java.util.Locale.ROOT).startsWith("t"));
    return reset.isPresent() && !scope.isOneOf(TCP)
        ? because("needs -p tcp for a TCP reset", reset)
        : Optional.empty();
  }

  /** nftables leaves both the SYN and the way to the user. */
  private Optional<Why> tcpMss() {
    Optional<Option> clamp = given("clamp-mss-to-pmtu");
    Set<HookPoint> without = Set.of(HookPoint.PREROUTING, HookPoint.INPUT);
    if (clamp.isPresent() && hooks.stream().anyMatch(without::contains)) {
      return because("cannot clamp to a path's MTU on the way from PREROUTING or INPUT", clamp);
    }
    return rule.matches().stream().anyMatch(this::asksForSyn)
        ? Optional.empty()
        : only(Backend.LEGACY, "needs --syn or the like: it works on SYN packets");
  }

  private boolean asksForSyn(MatchUse use) {
    if (!use.module().equals("tcp")) {
      return false;
    }
    boolean syn = use.option("syn").filter(option -> !option.negated()).isPresent();
    return syn
        || use.option("tcp-flags")
            .filter(option -> !option.negated())
            .filter(option -> flags(option.values().getLast().text()))
            .isPresent();
  }

  private boolean flags(String text) {
    return ValueKind.of("tcp-flags").read(text, scope) instanceof Reading.Good(TcpFlags(int bits))
        && (bits & SYN) != 0;
  }

  private Optional<Why> ecn() {
    Optional<Option> tcp =
        options.stream().filter(option -> option.name().startsWith("ecn-tcp-")).findFirst();
    return tcp.isPresent() && !scope.isOneOf(TCP)
        ? because("needs -p tcp for a TCP flag", tcp)
        : Optional.empty();
  }

  /** Options that ask for the interface a packet comes in by, or goes out by. */
  private Optional<Why> sides(String in, String out) {
    if (isGiven(out) && reachedFrom(HookPoint.PREROUTING, HookPoint.INPUT)) {
      return because("has no out interface on the way from PREROUTING or INPUT", given(out));
    }
    if (isGiven(in) && reachedFrom(HookPoint.POSTROUTING, HookPoint.OUTPUT)) {
      return because("has no in interface on the way from OUTPUT or POSTROUTING", given(in));
    }
    return Optional.empty();
  }

  private boolean reachedFrom(HookPoint one, HookPoint other) {
    return hooks.contains(one) || hooks.contains(other);
  }

  private Optional<Why> policy() {
    Optional<Option> direction = given("dir");
    boolean out = direction.filter(option -> option.value().text().equals("out")).isPresent();
    if (out && reachedFrom(HookPoint.PREROUTING, HookPoint.INPUT)) {
      return because("has no --dir out on the way from PREROUTING or INPUT", direction);
    }
    if (!out && reachedFrom(HookPoint.POSTROUTING, HookPoint.OUTPUT)) {
      return because("has no --dir in on the way from OUTPUT or POSTROUTING", direction);
    }
    return Optional.empty();
  }

  private Optional<Why> physdev() {
    Optional<Option> out = given("physdev-out").or(() -> given("physdev-is-out"));
    boolean bridged = given("physdev-is-bridged").filter(option -> !option.negated()).isPresent();
    return out.isPresent() && !bridged && hooks.contains(HookPoint.OUTPUT)
        ? because("has no out port on the way from OUTPUT", out)
        : Optional.empty();
  }

  private Optional<Why> recent() {
    Optional<Option> name = given("name");
    if (name.filter(o -> o.value().text().isEmpty() || o.value().text().contains("/")).isPresent()) {
      return because("takes no name that is empty or has a /", name);
    }
    Optional<Option> counted = given("seconds").or(() -> given("hitcount"));
    if (counted.isPresent() && (isGiven("set") || isGiven("remove"))) {
      return because("counts only with --rcheck or --update", counted);
    }
    Optional<Option> hits =
        given("hitcount").filter(option -> Numbers.whole(option.value().text(), 0, RECENT_MOST).isEmpty());
    return hits.isPresent()
        ? because("keeps at most %d packets of an address".formatted(RECENT_MOST), hits)
        : Optional.empty();
  }

  private Optional<Why> owner() {
    for (String name : List.of("uid-owner", "gid-owner")) {
      Optional<Option> reversed = given(name).filter(option -> isReversed(option.value().text()));
      if (reversed.isPresent()) {
        return because("takes no range that ends before it begins", reversed);
      }
    }
    return Optional.empty();
  }

  private boolean isReversed(String text) {
    return ValueKind.of("owner").read(text, scope) instanceof Reading.Good(Range(long from, long to))
        && from > to;
  }

  private Optional<Why> tracking() {
    boolean known = scope.protocol() != 0 && !scope.negated();
    return isGiven("helper") && !known
        ? because("needs -p for a helper", given("helper"))
        : Optional.empty();
  }

  private Optional<Why> trace() {
    return table.equals("raw")
        ? Optional.empty()
        : only(Backend.LEGACY, "is only allowed in the table raw");
  }
}
