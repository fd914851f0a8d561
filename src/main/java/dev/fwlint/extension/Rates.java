package dev.fwlint.extension;

import static dev.fwlint.extension.Quoted.quoted;

import dev.fwlint.extension.Value.Range;
import dev.fwlint.extension.Value.Rate;
import dev.fwlint.extension.Value.Rate.Unit;
import dev.fwlint.extension.Value.Text;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** So much in so much time. */
final class Rates {
  private Rates() {}

  /** {@code 5/minute}, the unit cut to any length; at most so many a second. */
  static Syntax rate(long fastest) {
    return (text, scope) -> packets(text, fastest);
  }

  /** The same, or bytes a second: {@code 512kb/s}. */
  static Syntax byteRate(long fastest) {
    return (text, scope) -> {
      Optional<Rate> bytes = bytes(text);
      return bytes.isPresent() ? bytes.get() : packets(text, fastest);
    };
  }

  private static Rate packets(String text, long fastest) throws Refusal {
    int slash = text.indexOf('/');
    Optional<Unit> unit = slash < 0 ? Optional.of(Unit.SECOND) : unit(text.substring(slash + 1));
    // like atoi(3): what stands behind the digits does not count
    var amount = Numbers.prefix(text, 10);
    boolean negative = text.strip().startsWith("-");
    if (unit.isEmpty()
        || (amount.isEmpty() && !negative)
        || amount.filter(a -> a.number() == 0).isPresent()) {
      throw Refusal.because("%s is not a rate".formatted(quoted(text)))
          .withHint("a rate is written 5/second, 5/minute, 5/hour or 5/day");
    }
    long number = amount.map(Numbers.Prefix::number).orElse(-1L);
    if (number < 0 || number > fastest * unit.get().seconds()) {
      throw Refusal.because("the rate %s is too fast".formatted(quoted(text)));
    }
    return new Rate(number, unit.get(), false);
  }

  private static Optional<Unit> unit(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.isEmpty()) {
      return Optional.empty();
    }
    for (Unit unit : Unit.values()) {
      if (unit.name().toLowerCase(Locale.ROOT).startsWith(lower)) {
        return Optional.of(unit);
      }
    }
    return Optional.empty();
  }

  /**
   * As {@code -m limit} keeps a rate: the time between two packets, in ten thousandths of a second.
   */
  static String limitText(Value value) {
    return value instanceof Rate rate ? Period.of(rate, 10_000).text() : Written.plain(value);
  }

  static String hashLimitText(Value value) {
    return value instanceof Rate rate ? SavedHashLimit.rate(rate) : Written.plain(value);
  }

  /**
   * A rate as the kernel keeps it, by the time between two packets, which has a unit of its own.
   *
   * @param scale how many of it a second has
   */
  record Period(long length, long scale) {
    static Period of(Rate rate, long scale) {
      return new Period(scale * rate.unit().seconds() / rate.amount(), scale);
    }

    /** As if the rate was one of seconds. */
    Period dividedBy(Unit unit) {
      return new Period(length / unit.seconds(), scale);
    }

    /** The smallest unit of time that says the rate well (libxt_limit.c, print_rate). */
    Unit unit() {
      Unit best = Unit.DAY;
      for (Unit smaller : List.of(Unit.HOUR, Unit.MINUTE, Unit.SECOND)) {
        long units = scale * smaller.seconds();
        if (length > units || units / length < units % length) {
          break;
        }
        best = smaller;
      }
      return best;
    }

    String text() {
      String name = unit().name().toLowerCase(Locale.ROOT);
      return scale * unit().seconds() / length
          + "/"
          + (unit().seconds() < 3600 ? name.substring(0, 3) : name);
    }
  }

  private static Optional<Rate> bytes(String text) {
    return Numbers.prefix(text, 10)
        .filter(amount -> scale(amount.rest()) >= 0 && amount.number() > 0)
        .map(amount -> new Rate(amount.number() << scale(amount.rest()), Unit.SECOND, true));
  }

  /** By how many bits {@code kb/s}, {@code mb/s} and {@code b/s} scale; -1 for another unit. */
  private static int scale(String unit) {
    return switch (unit) {
      case "b/s" -> 0;
      case "kb/s" -> 10;
      case "mb/s" -> 20;
      default -> -1;
    };
  }

  /** hashlimit's burst: packets, or bytes; what else stands behind the number does not count. */
  static Value burst(String text, Scope scope) throws Refusal {
    var amount = Numbers.prefix(text);
    if (amount.isEmpty() || amount.get().number() == 0) {
      throw Refusal.because("%s is not a burst".formatted(quoted(text)));
    }
    String unit = amount.get().rest();
    int scale = unit.startsWith("kb") ? 10 : unit.startsWith("mb") ? 20 : 0;
    return Range.of(amount.get().number() << scale);
  }

  /** A number from 1; what stands behind it does not count. */
  static Value interval(String text, Scope scope) throws Refusal {
    var number =
        Numbers.prefix(text).filter(found -> Numbers.within(found.number(), 1, 0xffff_fffeL));
    if (number.isEmpty()) {
      throw Refusal.because("%s is not an interval".formatted(quoted(text)));
    }
    return Range.of(number.get().number());
  }

  /** {@code 8bit}, {@code 5kbit}, {@code 1mbps}, as tc(8) writes rates. */
  static Value bitRate(String text, Scope scope) throws Refusal {
    if (!text.matches("(?i)[0-9]+(\\.[0-9]*)?([kmgt]i?)?(bit|bps)?")) {
      throw Refusal.because("%s is not a rate".formatted(quoted(text)));
    }
    return new Text(text);
  }

  /** {@code 250ms}, {@code 1s}, {@code 100us}. */
  static Value duration(String text, Scope scope) throws Refusal {
    if (!text.matches("[0-9]+(\\.[0-9]*)?(s|sec|secs|ms|msec|msecs|us|usec|usecs)?")) {
      throw Refusal.because("%s is not a time".formatted(quoted(text)));
    }
    return new Text(text);
  }

  /** As the kernel keeps it, a part of 2^31. */
  static String fractionText(Value value) {
    return value instanceof Text(String text)
        ? String.format(Locale.ROOT, "%.11f", Math.rint(Double.parseDouble(text) * 0x1p31) / 0x1p31)
        : Written.plain(value);
  }

  /** A number from 0 to 1. */
  static Value fraction(String text, Scope scope) throws Refusal {
    // unlike C, Java lets a number end in d or f or in blanks
    boolean javaOnly = text.matches("(?s).*[dDfF\\s]");
    try {
      double number = javaOnly ? -1 : Double.parseDouble(text);
      if (number >= 0 && number <= 1) {
        return new Text(text);
      }
    } catch (NumberFormatException notANumber) {
      // said below
    }
    throw Refusal.because("%s is not a number from 0 to 1".formatted(quoted(text)));
  }
}
