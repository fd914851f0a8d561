package dev.fwlint.extension;

import dev.fwlint.ast.Family;
import dev.fwlint.extension.Rates.Period;
import dev.fwlint.extension.Value.Rate;
import java.util.Optional;

/**
 * The rates of {@code -m hashlimit} as its third revision keeps them: the time between two packets
 * in millionths of a second, or what sixteen bytes cost (libxt_hashlimit.c, xt_hashlimit.c).
 */
final class SavedHashLimit {
  private static final long SCALE = 1_000_000;
  private static final long USUAL_BURST = 5;
  private static final long WHOLE = 0xffff_ffffL;
  private static final int SIXTEEN = 4;

  /** Milliseconds after which the entry of a limit in bytes expires, without a burst and with. */
  private static final long EXPIRE = 15_000;

  private static final long EXPIRE_OF_BURST = 60_000;

  private final SavedOption option;
  private final SavedOptions saved;
  private final OptionKind kind;
  private final Rate rate;

  private SavedHashLimit(SavedOption option, Rate rate) {
    this.option = option;
    this.saved = option.all();
    this.kind = option.kind();
    this.rate = rate;
  }

  static Optional<String> text(SavedOption option) {
    SavedOptions all = option.all();
    Optional<Value> rate = all.value("hashlimit-upto").or(() -> all.value("hashlimit-above"));
    return rate.orElse(null) instanceof Rate given
        ? new SavedHashLimit(option, given).text()
        : Optional.empty();
  }

  private Optional<String> text() {
    long whole = saved.scope().family() == Family.IPV4 ? 32 : 128;
    return switch (kind.name()) {
      case "hashlimit-upto", "hashlimit-above" -> matched();
      case "hashlimit-burst" -> Optional.of(burst());
      case "hashlimit-mode" ->
          option.option().filter(o -> saved.values(kind, o).isEmpty()).map(o -> "");
      case "hashlimit-htable-expire" -> unless(expire(), usualExpiry());
      case "hashlimit-srcmask", "hashlimit-dstmask" ->
          unless(saved.number(kind.name()).orElse(whole), whole);
      case "hashlimit-rate-interval" -> matchesRate() ? unless(interval(), 1) : Optional.of("");
      default -> Optional.empty();
    };
  }

  private boolean matchesRate() {
    return option.has("hashlimit-rate-match");
  }

  /** Seconds over which a rate is matched. */
  private long interval() {
    return saved.number(kind.name()).orElse(rate.bytes() ? 1 : rate.unit().seconds());
  }

  /** A rate that is matched as such is kept by the second, whatever its unit. */
  private Optional<String> matched() {
    if (!matchesRate() || rate.bytes()) {
      return Optional.empty();
    }
    boolean above = kind.name().equals("hashlimit-above") != option.isNegated();
    String as = above ? " --hashlimit-above " : " --hashlimit-upto ";
    return option.given(as + period().text());
  }

  private Period period() {
    return matchesRate() ? Period.of(rate, SCALE).dividedBy(rate.unit()) : Period.of(rate, SCALE);
  }

  private Optional<String> unless(long number, long usual) {
    return Optional.of(number == usual ? "" : " --" + kind.name() + " " + number);
  }

  /** The rate as it is written. */
  static String rate(Rate rate) {
    return rate.bytes() ? bytes(rate) : Period.of(rate, SCALE).text();
  }

  private static String bytes(Rate rate) {
    long cost = cost(rate.amount());
    long kept = bytes(cost);
    for (int bits : new int[] {20, 10}) {
      long unit = 1L << bits;
      if (kept >= unit && cost(kept & -unit) == cost) {
        return (kept >> bits) + (bits == 20 ? "mb/s" : "kb/s");
      }
    }
    return kept + "b/s";
  }

  private static long cost(long bytes) {
    return WHOLE / ((bytes >> SIXTEEN & WHOLE) + 1);
  }

  private static long bytes(long cost) {
    return ((cost == 0 ? WHOLE : WHOLE / cost) - 1) << SIXTEEN;
  }

  private String burst() {
    Optional<Long> given = saved.number(kind.name());
    if (!rate.bytes()) {
      return " --hashlimit-burst " + given.orElse(USUAL_BURST);
    }
    return given.map(burst -> " --hashlimit-burst " + bytesOfBurst(burst)).orElse("");
  }

  /** It is kept in seconds of the rate. */
  private String bytesOfBurst(long burst) {
    long second = bytes(cost(rate.amount()));
    long kept = Math.ceilDiv(burst, second) * second;
    return kept >= 1 << 20
        ? (kept >> 20) + "mb"
        : kept >= 1 << 10 ? (kept >> 10) + "kb" : kept + "b";
  }

  private long expire() {
    long usual =
        rate.bytes()
            ? saved.option("hashlimit-burst").isPresent() ? EXPIRE_OF_BURST : EXPIRE
            : 1000 * rate.unit().seconds();
    return saved.number(kind.name()).orElse(usual);
  }

  /** What iptables-save takes for granted: the unit that it writes the rate in. */
  private long usualExpiry() {
    if (rate.bytes()) {
      return saved.option("hashlimit-burst").isPresent() ? EXPIRE_OF_BURST : EXPIRE;
    }
    return 1000 * period().unit().seconds();
  }
}
