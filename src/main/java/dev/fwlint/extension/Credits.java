package dev.fwlint.extension;

import dev.fwlint.extension.Value.Rate;

/**
 * Whether the kernel can count a limit's burst: xt_limit and xt_hashlimit refuse what overflows
 * (ERANGE). A rate is kept as the time between two packets; the burst times that, in credits, must
 * not come out below the time itself.
 */
final class Credits {
  private static final long LIMIT_SCALE = 10_000;
  private static final long HASH_SCALE = 1_000_000;
  private static final long U32 = 0xffff_ffffL;

  /** Ticks a second times credits a tick: the same with 250 and with 1000 ticks a second. */
  private static final long LIMIT_CREDITS = 32_000;

  /** The same for xt_hashlimit, by its scale of time. */
  private static final long HASH_CREDITS = (250L << 39) / HASH_SCALE;

  private Credits() {}

  /** For xt_limit, in 32 bits. */
  static boolean limitOverflows(Rate rate, long burst) {
    long time = LIMIT_SCALE * rate.unit().seconds() / rate.amount();
    return limitCredits(time * burst & U32) < limitCredits(time);
  }

  private static long limitCredits(long time) {
    long credits =
        time > U32 / LIMIT_CREDITS
            ? time / LIMIT_SCALE * LIMIT_CREDITS
            : time * LIMIT_CREDITS / LIMIT_SCALE;
    return credits & U32;
  }

  /** For xt_hashlimit, in 64 bits. */
  static boolean hashOverflows(Rate rate, long burst) {
    long time = HASH_SCALE * rate.unit().seconds() / rate.amount();
    return Long.compareUnsigned(time * burst * HASH_CREDITS, time * HASH_CREDITS) < 0;
  }
}
