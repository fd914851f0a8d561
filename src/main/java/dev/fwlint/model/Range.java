package dev.fwlint.model;

/** The numbers from {@code from} to {@code to}, both included. */
public record Range(long from, long to) {
  public static Range of(long number) {
    return new Range(number, number);
  }

  public boolean contains(long number) {
    return from <= number && number <= to;
  }
}
