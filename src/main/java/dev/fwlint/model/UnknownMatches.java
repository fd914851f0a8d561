package dev.fwlint.model;

import dev.fwlint.ast.MatchUse;
import dev.fwlint.ast.Option;
import dev.fwlint.ast.Word;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The matches that are not modelled: of which kind they are, and what a trace goes on as if. */
final class UnknownMatches {
  /**
   * Matches whose answer hangs on time, on chance or on what came before, not on the packet alone.
   */
  private static final Set<String> TIMED =
      Set.of(
          "limit",
          "hashlimit",
          "recent",
          "statistic",
          "quota",
          "connlimit",
          "connbytes",
          "time",
          "rateest",
          "nfacct",
          "cpu");

  /** The option whose {@code !} turns the whole match around. */
  private static final Map<String, List<String>> MAIN =
      Map.ofEntries(
          Map.entry("hashlimit", List.of("hashlimit-upto", "hashlimit-above")),
          Map.entry("recent", List.of("rcheck", "update", "remove", "set")),
          Map.entry("set", List.of("match-set")),
          Map.entry("string", List.of("string", "hex-string")),
          Map.entry("statistic", List.of("probability", "every")),
          Map.entry("connlimit", List.of("connlimit-upto", "connlimit-above")),
          Map.entry("quota", List.of("quota")),
          Map.entry("connbytes", List.of("connbytes")),
          Map.entry("u32", List.of("u32")),
          Map.entry("rpfilter", List.of("invert")));

  /** Matches whose options are asked one by one, and must all hold. */
  private static final Set<String> SEPARATE = Set.of("owner", "devgroup", "physdev");

  /**
   * Matches that do not hold, negated or not, of packets that lack what they look at: a header, a
   * socket, a connection.
   */
  private static final Set<String> UNLIKE =
      Set.of("ah", "rt", "dst", "hbh", "srh", "cgroup", "cluster", "osf", "ipvs", "ipv6header");

  private UnknownMatches() {}

  static List<Condition> conditions(MatchUse match) {
    if (SEPARATE.contains(match.module())) {
      return match.options().stream().map(option -> option(match, option)).toList();
    }
    return List.of(told(match, new Told.Nothing()));
  }

  static Condition told(MatchUse match, Told told) {
    return one(match.module(), match.options(), main(match), guess(match), told);
  }

  /** One option, asked by itself. */
  static Condition option(MatchUse match, Option option) {
    return one(match.module(), List.of(option), Optional.of(option), false, new Told.Nothing());
  }

  static Condition fragment(MatchUse match) {
    String asked =
        match.options().stream()
            .map(option -> text(option, Optional.empty()))
            .collect(Collectors.joining());
    return new Condition.Fragment("-m frag" + asked, false);
  }

  /** {@code --set} always holds (net/netfilter/xt_recent.c); the others ask what came before. */
  static Condition recent(MatchUse match) {
    Optional<Option> set = match.option("set");
    return set.isPresent()
        ? new Condition.Always(!set.get().negated())
        : one(match.module(), match.options(), main(match), false, new Told.Nothing());
  }

  private static Optional<Option> main(MatchUse match) {
    if (UNLIKE.contains(match.module())) {
      return Optional.empty();
    }
    List<String> names = MAIN.getOrDefault(match.module(), List.of());
    Optional<Option> only =
        match.options().size() == 1 ? Optional.of(match.options().getFirst()) : Optional.empty();
    return match.options().stream()
        .filter(option -> names.contains(option.name()))
        .findFirst()
        .or(() -> only);
  }

  private static Condition one(
      String module, List<Option> options, Optional<Option> main, boolean guess, Told told) {
    String asked = options.stream().map(option -> text(option, main)).collect(Collectors.joining());
    boolean invert =
        module.equals("rpfilter") && main.map(m -> m.name().equals("invert")).orElse(false);
    boolean negated = main.map(Option::negated).orElse(false) || invert;
    return new Condition.Unknown(
        module, "-m " + module + asked, TIMED.contains(module), guess, negated, told);
  }

  private static String text(Option option, Optional<Option> main) {
    boolean own = main.isPresent() && main.get() == option;
    if (own && option.name().equals("invert")) {
      return "";
    }
    String values = option.values().stream().map(Word::text).collect(Collectors.joining(" "));
    return (option.negated() && !own ? " !" : "")
        + " --"
        + option.name()
        + (values.isEmpty() ? "" : " " + values);
  }

  private static boolean guess(MatchUse match) {
    if (UNLIKE.contains(match.module())) {
      return match.options().stream().anyMatch(Option::negated);
    }
    return switch (match.module()) {
      case "limit", "quota", "rpfilter" -> true;
      case "hashlimit" -> match.option("hashlimit-upto").isPresent();
      case "connlimit" -> onlyConnection(match);
      case "policy" ->
          match.option("pol").map(pol -> pol.value().text().equals("none")).orElse(false);
      default -> false;
    };
  }

  /** There is no connection but the packet's own. */
  private static boolean onlyConnection(MatchUse match) {
    Optional<Option> upto = match.option("connlimit-upto");
    Optional<Option> limit = upto.or(() -> match.option("connlimit-above"));
    boolean none = limit.map(option -> option.value().text().equals("0")).orElse(false);
    return upto.isPresent() != none;
  }
}
