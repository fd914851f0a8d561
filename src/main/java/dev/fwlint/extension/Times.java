package dev.fwlint.extension;

import static dev.fwlint.extension.Quoted.quoted;

import dev.fwlint.extension.Value.Range;
import dev.fwlint.extension.Value.Ranges;
import dev.fwlint.extension.Value.Text;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Dates and times of {@code -m time}. */
final class Times {
  /** The two letters of a day that iptables looks at; what stands behind them does not count. */
  private static final List<String> DAYS = List.of("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su");

  private static final List<String> DAY_NAMES =
      List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

  private static final int[] FIRST = {1970, 0, 0, 0, 0, 0};
  private static final int[] LAST = {2038, 12, 31, 23, 59, 59};
  private static final String SEPARATORS = "--T::";
  private static final int HOUR = 3;

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

  /** Of a day. */
  static final long LAST_SECOND = 86_399;

  private Times() {}

  /** {@code YYYY[-MM[-DD[Thh[:mm[:ss]]]]]}. */
  static Value date(String text, Scope scope) throws Refusal {
    if (fields(text, 0).isEmpty()) {
      throw Refusal.because("%s is not a date".formatted(quoted(text)))
          .withHint("a date is written YYYY-MM-DDThh:mm:ss, cut where you like, from 1970 to 2038");
    }
    return new Text(text);
  }

  /** All of a date, where months and days of 0, and days that the month has not, count on. */
  static String dateText(Value value) {
    if (!(value instanceof Text(String text))) {
      return Written.plain(value);
    }
    List<Long> given = fields(text, 0);
    long[] date = {1970, 1, 1, 0, 0, 0};
    for (int i = 0; i < given.size(); i++) {
      date[i] = given.get(i);
    }
    return LocalDateTime.of((int) date[0], 1, 1, (int) date[3], (int) date[4], (int) date[5])
        .plusMonths(date[1] - 1)
        .plusDays(date[2] - 1)
        .format(DATE);
  }

  /** {@code hh:mm:ss} of seconds since midnight. */
  static String timeText(Value value) {
    return value instanceof Range(long seconds, long same)
        ? "%02d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60)
        : Written.plain(value);
  }

  /** {@code hh:mm[:ss]}, as seconds since midnight. */
  static Value timeOfDay(String text, Scope scope) throws Refusal {
    List<Long> fields = text.indexOf(':') < 0 ? List.of() : fields(text, HOUR);
    if (fields.isEmpty()) {
      throw Refusal.because("%s is not a time of day".formatted(quoted(text)))
          .withHint("a time is written hh:mm or hh:mm:ss");
    }
    long seconds = fields.size() > 2 ? fields.get(2) : 0;
    return Range.of(3600L * fields.get(0) + 60L * fields.get(1) + seconds);
  }

  /**
   * Numbers within their bounds, from one field on, each but the last with its separator behind;
   * none where the text is not that.
   */
  private static List<Long> fields(String text, int from) {
    List<Long> fields = new ArrayList<>();
    String rest = text;
    for (int field = from; field < FIRST.length; field++) {
      int first = FIRST[field];
      int last = LAST[field];
      var number = Numbers.prefix(rest, 10).filter(n -> Numbers.within(n.number(), first, last));
      if (number.isEmpty()) {
        return List.of();
      }
      fields.add(number.get().number());
      rest = number.get().rest();
      boolean separated =
          rest.startsWith(SEPARATORS.substring(field, Math.min(field + 1, SEPARATORS.length())));
      if (rest.isEmpty() || (separated && rest.length() == 1 && field == HOUR - 1)) {
        return fields;
      }
      rest = separated ? rest.substring(1) : "?";
    }
    return List.of();
  }

  /** Days by number, Monday 1 to Sunday 7, or by their English name. */
  static Value weekdays(String text, Scope scope) throws Refusal {
    List<Range> days = new ArrayList<>();
    String[] parts = text.split(",", -1);
    for (int i = 0; i < parts.length; i++) {
      if (!parts[i].isEmpty() || i < parts.length - 1) {
        days.add(Range.of(weekday(parts[i])));
      }
    }
    return new Ranges(days);
  }

  /** Three letters of a day's name, Monday 1 to Sunday 7. */
  static String dayName(long day) {
    return DAY_NAMES.get((int) day - 1);
  }

  private static long weekday(String text) throws Refusal {
    if (text.length() == 1 && text.charAt(0) >= '1' && text.charAt(0) <= '9') {
      return (long) text.charAt(0) - '0';
    }
    int day = text.length() < 2 ? -1 : DAYS.indexOf(text.substring(0, 2));
    if (day < 0) {
      throw Refusal.because("%s is not a day of the week".formatted(quoted(text)))
          .withHint("a day is 1 to 7, or Mon, Tue, Wed, Thu, Fri, Sat, Sun");
    }
    return 1L + day;
  }

  /** Days of the month; empty parts do not count. */
  static Value monthdays(String text, Scope scope) throws Refusal {
    List<Range> days = new ArrayList<>();
    for (String part : Split.nonEmpty(text, ',')) {
      var number =
          Numbers.prefix(part, 10)
              .filter(n -> n.rest().isEmpty() && Numbers.within(n.number(), 0, 31));
      if (number.isEmpty()) {
        throw Refusal.because("%s is not a day of the month".formatted(quoted(part)));
      }
      days.add(Range.of(number.get().number()));
    }
    return new Ranges(days);
  }
}
