package dev.fwlint.trace;

import dev.fwlint.model.Range;
import dev.fwlint.model.Told.Operation;
import dev.fwlint.model.Told.WordTest;
import dev.fwlint.model.Told.Words;

/** What {@code -m u32} answers (net/netfilter/xt_u32.c), as far as the packet's bits are known. */
final class WordJudge {
  private static final long ALL = 0xffff_ffffL;

  private final Bytes bytes;
  private long word;
  private long known;

  private WordJudge(Bytes bytes) {
    this.bytes = bytes;
  }

  static Answer ask(Words words, Flow flow) {
    WordJudge judge = new WordJudge(Bytes.of(flow));
    Answer all = Answer.YES;
    for (WordTest test : words.tests()) {
      all = all.and(judge.test(test));
    }
    return all;
  }

  private Answer test(WordTest test) {
    long base = 0;
    if (!read(0, test.start())) {
      return Answer.NO;
    }
    for (Operation operation : test.operations()) {
      if (operation.operator().equals("@")) {
        if (known != ALL) {
          return Answer.open(false);
        }
        base += word;
        if (base > ALL || !read(base, operation.number())) {
          return Answer.NO;
        }
      } else {
        change(operation);
      }
    }
    return isOneOf(test);
  }

  /** Takes the word there; false where the packet ends before. */
  private boolean read(long base, long start) {
    if (base + start + 4 > bytes.length()) {
      return false;
    }
    word = bytes.word((int) (base + start));
    known = bytes.known((int) (base + start));
    return true;
  }

  private void change(Operation operation) {
    int shift = (int) operation.number() & 31;
    switch (operation.operator()) {
      case "&" -> {
        word &= operation.number();
        known |= ~operation.number() & ALL;
      }
      case "<<" -> {
        word = word << shift & ALL;
        known = (known << shift | (1L << shift) - 1) & ALL;
      }
      default -> {
        word = word >>> shift;
        known = known >>> shift | ~(ALL >>> shift) & ALL;
      }
    }
  }

  private Answer isOneOf(WordTest test) {
    long least = word & known;
    long most = word | ~known & ALL;
    boolean possible = false;
    for (Range range : test.values()) {
      if (range.from() <= least && most <= range.to()) {
        return Answer.YES;
      }
      possible |= range.from() <= most && least <= range.to();
    }
    return possible ? Answer.open(false) : Answer.NO;
  }
}
