package dev.fwlint.fuzz;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Runs work on a thread like the one that a command runs on, and tells what goes wrong. Time is
 * what the work itself takes of a processor, so that a busy machine is no hang.
 */
final class Watchdog {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int TOLD_FRAMES = 25;

  /** What the last work has taken. */
  private Duration taken = Duration.ZERO;

  private boolean hangs;

  /** Work that may fail in any way. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  Duration taken() {
    return taken;
  }

  /** Whether some work was left behind, which goes on and may hold what other work waits for. */
  boolean hangs() {
    return hangs;
  }

  /** What went wrong; nothing where all went well. */
  Optional<String> watch(Work work) throws InterruptedException {
    Throwable[] thrown = new Throwable[1];
    long[] nanos = new long[1];
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                work.run();
              } catch (Throwable failure) {
                thrown[0] = failure;
              }
              nanos[0] = THREADS.getCurrentThreadCpuTime();
            });
    while (!thread.join(Duration.ofMillis(500))) {
      if (THREADS.getThreadCpuTime(thread.threadId()) > LIMIT.toNanos()) {
        hangs = true;
        return Optional.of(
            "it takes more than " + LIMIT.toSeconds() + " s, at\n" + told(thread.getStackTrace()));
      }
    }
    taken = Duration.ofNanos(nanos[0]);
    return Optional.ofNullable(thrown[0])
        .map(failure -> failure + "\n" + told(failure.getStackTrace()));
  }

  private static String told(StackTraceElement[] frames) {
    return Arrays.stream(frames)
        .limit(TOLD_FRAMES)
        .map(frame -> "    at " + frame)
        .collect(Collectors.joining("\n"));
  }
}
