package dev.fwlint.extension;

import dev.fwlint.ast.Option;
import dev.fwlint.extension.Value.Text;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code -m rateest} and {@code -j RATEEST}, which keep rates and times as tc(8) does
 * (libxt_rateest.c, libxt_RATEEST.c).
 */
final class SavedRateEstimator {
  private static final double SECOND = 1_000_000;
  private static final long SHORTEST = 250_000;
  private static final double MEGA = 1_000_000;

  private final SavedOptions saved;
  private final boolean delta;
  private final boolean ofTwo;
  private final StringBuilder text = new StringBuilder();

  private SavedRateEstimator(SavedOptions saved) {
    this.saved = saved;
    this.delta = saved.option("rateest-delta").isPresent();
    this.ofTwo = saved.option("rateest2").isPresent();
  }

  static String text(SavedOptions saved) {
    SavedRateEstimator match = new SavedRateEstimator(saved);
    match.text.append(match.delta ? " --rateest-delta" : "");
    match.estimator(match.ofTwo ? "rateest1" : "rateest", "rateest1");
    match.compared("bps");
    match.compared("pps");
    match.estimator("rateest2", "rateest2");
    return match.text.toString();
  }

  private void estimator(String as, String name) {
    saved
        .option(name)
        .ifPresent(option ->
            text.append(" --")
                .append(as)
                .append(' ')
                .append(saved.values(saved.kind(name), option)));
  }

  /** Bytes or packets a second, with how they are compared. */
  private void compared(String what) {
    String first = "rateest-" + what + "1";
    String second = "rateest-" + what + "2";
    if (saved.option(first).isEmpty() && saved.option(second).isEmpty()) {
      return;
    }
    if (delta) {
      text.append(" --").append(first).append(' ').append(number(first));
    }
    text.append(comparison()).append(" --").append(delta ? second : "rateest-" + what);
    text.append(delta || !ofTwo ? " " + number(second) : "");
  }

  private String comparison() {
    return saved.given().stream()
        .filter(option -> List.of("rateest-lt", "rateest-gt", "rateest-eq").contains(option.name()))
        .findFirst()
        .map(option -> saved.one(saved.kind(option.name()), option))
        .orElse("");
  }

  private String number(String name) {
    Optional<Option> option = saved.option(name).filter(given -> !given.values().isEmpty());
    String none = name.startsWith("rateest-bps") ? "0bit" : "0";
    return option.map(given -> saved.values(saved.kind(name), given)).orElse(none);
  }

  /** A rate is kept in whole bytes, of 32 bits. */
  static String rate(Value value) {
    if (!(value instanceof Text(String text))) {
      return Written.plain(value);
    }
    String lower = text.toLowerCase(Locale.ROOT);
    int unit = 0;
    while (unit < lower.length() && !Character.isLetter(lower.charAt(unit))) {
      unit++;
    }
    double bits = Double.parseDouble(lower.substring(0, unit)) * scale(lower.substring(unit));
    double kept = 8.0 * ((long) (bits / 8) & 0xffff_ffffL);
    if (kept >= 1000 * MEGA) {
      return (long) Math.rint(kept / MEGA) + "Mbit";
    }
    return kept >= MEGA ? (long) Math.rint(kept / 1000) + "Kbit" : (long) kept + "bit";
  }

  private static double scale(String unit) {
    double base =
        unit.length() > 1 && unit.charAt(1) == 'i' && !unit.startsWith("bi") ? 1024 : 1000;
    int power = unit.isEmpty() ? 0 : "kmgt".indexOf(unit.charAt(0)) + 1;
    return Math.pow(base, power) * (unit.endsWith("bps") ? 8 : 1);
  }

  /** The target's times: an interval of a quarter of a second, doubled; and that, doubled. */
  static Optional<String> time(SavedOptions saved, OptionKind kind) {
    if (kind.name().equals("rateest-name")) {
      return Optional.empty();
    }
    double given = microseconds(saved, "rateest-interval");
    long interval = SHORTEST;
    while (interval < given && interval < SHORTEST << 5) {
      interval <<= 1;
    }
    if (kind.name().equals("rateest-interval")) {
      return Optional.of(" --rateest-interval " + time(interval));
    }
    int log = 0;
    double wanted = microseconds(saved, "rateest-ewmalog");
    while (log < 30 && given / -Math.log(1 - 1.0 / (2L << log)) <= wanted) {
      log++;
    }
    return Optional.of(" --rateest-ewmalog " + time((interval << log) & 0xffff_ffffL));
  }

  private static double microseconds(SavedOptions saved, String name) {
    String text = saved.value(name).orElse(null) instanceof Text(String time) ? time : "0";
    int unit = 0;
    while (unit < text.length() && !Character.isLetter(text.charAt(unit))) {
      unit++;
    }
    double scale =
        switch (text.substring(unit)) {
          case "s", "sec", "secs" -> SECOND;
          case "ms", "msec", "msecs" -> SECOND / 1000;
          default -> 1;
        };
    return Math.floor(Double.parseDouble(text.substring(0, unit)) * scale);
  }

  private static String time(long microseconds) {
    return microseconds >= SECOND
        ? "%.1fs".formatted(microseconds / SECOND)
        : "%.1fms".formatted(microseconds / (SECOND / 1000));
  }
}
