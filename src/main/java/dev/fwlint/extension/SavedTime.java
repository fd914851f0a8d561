package dev.fwlint.extension;

import dev.fwlint.extension.Value.Range;
import dev.fwlint.extension.Value.Ranges;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** {@code -m time}, which works out what a {@code !} leaves of the days. */
final class SavedTime {
  private static final int LONGEST_MONTH = 31;
  private static final int WEEK = 7;

  private SavedTime() {}

  static Optional<String> text(SavedOption saved) {
    return switch (saved.name()) {
      case "timestart", "timestop" -> Optional.of(timeOfDay(saved));
      case "monthdays" -> saved.given(days(saved, LONGEST_MONTH, String::valueOf));
      case "weekdays" -> saved.given(days(saved, WEEK, Times::dayName));
      case "localtz", "utc" -> Optional.of("");
      case "kerneltz" -> SavedOption.when(saved.isGiven() || saved.has("localtz"), " --kerneltz");
      default -> Optional.empty();
    };
  }

  /** Both ends of a time are written where one is not the day's. */
  private static String timeOfDay(SavedOption saved) {
    long start = saved.all().number("timestart").orElse(0L);
    long stop = saved.all().number("timestop").orElse(Times.LAST_SECOND);
    long own = saved.name().equals("timestart") ? start : stop;
    boolean wholeDay = start == 0 && stop == Times.LAST_SECOND;
    return wholeDay ? "" : saved.with(Times.timeText(Range.of(own)));
  }

  private static String days(SavedOption saved, int most, LongFunction<String> text) {
    List<Range> named =
        saved.all().value(saved.name()).orElse(null) instanceof Ranges(List<Range> ranges)
            ? ranges
            : List.of();
    List<Long> all = LongStream.rangeClosed(1, most).boxed().toList();
    List<Long> days =
        all.stream().filter(day -> named.contains(Range.of(day)) != saved.isNegated()).toList();
    if (days.size() == most) {
      return "";
    }
    // no day at all would be written as nothing, which could not be read back
    List<Long> written = days.isEmpty() ? all : days;
    return (days.isEmpty() ? " !" : "")
        + saved.with(written.stream().map(text::apply).collect(Collectors.joining(",")));
  }
}
