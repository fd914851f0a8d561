package dev.fwlint.extension;

import dev.fwlint.ast.Backend;
import dev.fwlint.ast.Option;
import dev.fwlint.extension.Value.Range;
import dev.fwlint.extension.Value.Rate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Numbers that the kernel cannot count with, and names that it cannot make a file of. */
final class CountChecks {
  /** How many of an address's packets {@code recent} can keep; before Linux 6.11, 255. */
  private static final int RECENT_MOST = 65_535;

  private static final Rate DEFAULT_LIMIT = new Rate(3, Rate.Unit.HOUR, false);
  private static final long DEFAULT_BURST = 5;
  private static final String UNCOUNTABLE = "has a burst of %d, which the kernel cannot count";

  private CountChecks() {}

  static Optional<Why> recent(Loading loading) {
    Optional<Why> name = fileName(loading, "name");
    if (name.isPresent()) {
      return name;
    }
    Optional<Option> counted =
        loading
            .given("seconds")
            .or(() -> loading.given("hitcount").filter(o -> loading.number("hitcount", 0) > 0));
    if (counted.isPresent() && (loading.has("set") || loading.has("remove"))) {
      return Why.about(counted, "counts only with --rcheck or --update");
    }
    return loading.number("hitcount", 0) > RECENT_MOST
        ? Why.about(
            loading.given("hitcount"),
            "keeps at most %d packets of an address".formatted(RECENT_MOST))
        : Optional.empty();
  }

  /** A name that the kernel makes a file of. */
  static Optional<Why> fileName(Loading loading, String option) {
    Set<String> never = Set.of("", ".", "..");
    Optional<Option> name =
        loading
            .given(option)
            .filter(o -> never.contains(o.value().text()) || o.value().text().contains("/"));
    return Why.about(name, "takes no name that is empty, a dot or two, or has a /");
  }

  /** iptables-nft makes an nftables limit of it, which has no such bounds. */
  static Optional<Why> limit(Loading loading) {
    Rate rate = rate(loading, "limit").orElse(DEFAULT_LIMIT);
    long burst = loading.number("limit-burst", DEFAULT_BURST);
    return burst == 0 || Credits.limitOverflows(rate, burst)
        ? Why.only(Backend.LEGACY, UNCOUNTABLE.formatted(burst))
        : Optional.empty();
  }

  private static Optional<Rate> rate(Loading loading, String option) {
    return loading.value(option, "byte-rate(1000000)").map(Rate.class::cast);
  }

  static Optional<Why> hashlimit(Loading loading) {
    Optional<Why> name = fileName(loading, "hashlimit-name");
    if (name.isPresent()) {
      return name;
    }
    for (String option : List.of("hashlimit-htable-expire", "hashlimit-htable-gcinterval")) {
      if (loading.number(option, 1) == 0) {
        return Why.about(loading.given(option), "takes no time of 0");
      }
    }
    Optional<Rate> rate =
        rate(loading, "hashlimit-upto").or(() -> rate(loading, "hashlimit-above"));
    long burst =
        loading.value("hashlimit-burst", "burst").orElse(null) instanceof Range given
            ? given.from()
            : DEFAULT_BURST;
    boolean packets =
        rate.isPresent() && !rate.get().bytes() && !loading.has("hashlimit-rate-match");
    return packets && Credits.hashOverflows(rate.get(), burst)
        ? Why.of(UNCOUNTABLE.formatted(burst))
        : Optional.empty();
  }

  static Optional<Why> string(Loading loading) {
    return loading.number("from", 0) > loading.number("to", Long.MAX_VALUE)
        ? Why.about(loading.given("to"), "looks for nothing where --to is before --from")
        : Optional.empty();
  }
}
