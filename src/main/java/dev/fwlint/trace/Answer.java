package dev.fwlint.trace;

/** Whether something holds of a packet; the open answers tell what the trace goes on as if. */
enum Answer {
  NO,
  YES,
  OPEN_GUESS_NO,
  OPEN_GUESS_YES;

  static Answer of(boolean holds) {
    return holds ? YES : NO;
  }

  static Answer open(boolean guess) {
    return guess ? OPEN_GUESS_YES : OPEN_GUESS_NO;
  }

  boolean isOpen() {
    return this == OPEN_GUESS_NO || this == OPEN_GUESS_YES;
  }

  /** What it is taken for. */
  boolean guess() {
    return this == YES || this == OPEN_GUESS_YES;
  }

  Answer negatedIf(boolean negated) {
    if (!negated) {
      return this;
    }
    return isOpen() ? open(!guess()) : of(this == NO);
  }

  /** Both: what is refused for sure is refused, what is open stays open. */
  Answer and(Answer other) {
    if (this == NO || other == NO) {
      return NO;
    }
    if (!isOpen() && !other.isOpen()) {
      return YES;
    }
    return open(guess() && other.guess());
  }
}
