package dev.fwlint.extension;

import static dev.fwlint.extension.Quoted.quoted;

import dev.fwlint.extension.Value.Range;
import dev.fwlint.extension.Value.Ranges;
import dev.fwlint.extension.Value.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Dates and times of {@code -m time}. */
final class Times {
  private static final Pattern DATE =
      Pattern.compile("\\d{4}(-\\d{1,2}(-\\d{1,2}(T\\d{1,2}(:\\d{1,2}(:\\d{1,2})?)?)?)?)?");
  private static final Pattern TIME = Pattern.compile("\\d{1,2}:\\d{1,2}(:\\d{1,2})?");
  private static final List<String> DAYS =
      List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");

  private Times() {}

  /** {@code YYYY[-MM[-DD[Thh[:mm[:ss]]]]]}. */
  static Value date(String text, Scope scope) throws Refusal {
    if (!DATE.matcher(text).matches()) {
      throw Refusal.because("%s is not a date".formatted(quoted(text)))
          .withHint("a date is written YYYY-MM-DDThh:mm:ss, cut where you like");
    }
    return new Text(text);
  }

  /** {@code hh:mm[:ss]}. */
  static Value timeOfDay(String text, Scope scope) throws Refusal {
    if (!TIME.matcher(text).matches() || !inDay(text.split(":"))) {
      throw Refusal.because("%s is not a time of day".formatted(quoted(text)))
          .withHint("a time is written hh:mm or hh:mm:ss");
    }
    return new Text(text);
  }

  private static boolean inDay(String[] parts) {
    return Integer.parseInt(parts[0]) <= 23
        && Integer.parseInt(parts[1]) <= 59
        && (parts.length < 3 || Integer.parseInt(parts[2]) <= 59);
  }

  /** Days by number, Monday 1 to Sunday 7, or by the first letters of their English name. */
  static Value weekdays(String text, Scope scope) throws Refusal {
    List<Range> days = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      days.add(Range.of(weekday(part)));
    }
    return new Ranges(days);
  }

  private static long weekday(String text) throws Refusal {
    var number = Numbers.whole(text, 1, 7);
    if (number.isPresent()) {
      return number.getAsLong();
    }
    String lower = text.toLowerCase(Locale.ROOT);
    for (int i = 0; i < DAYS.size(); i++) {
      if (lower.length() >= 2 && DAYS.get(i).startsWith(lower)) {
        return i + 1L;
      }
    }
    throw Refusal.because("%s is not a day of the week".formatted(quoted(text)));
  }

  /** Days of the month. */
  static Value monthdays(String text, Scope scope) throws Refusal {
    List<Range> days = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      days.add(Range.of(Numbers.require(part, 1, 31)));
    }
    return new Ranges(days);
  }
}
