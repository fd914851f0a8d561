package dev.fwlint.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether somebody looks at what is written to standard output. */
final class Terminal {
  private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");

  private Terminal() {}

  /**
   * Java's own answer is no, too, where only standard input is something else; Linux knows more.
   */
  static boolean shows() {
    return isConsole() || isDevice();
  }

  /** Whether both standard input and output are a terminal. */
  static boolean isConsole() {
    return System.console() != null && System.console().isTerminal();
  }

  private static boolean isDevice() {
    try {
      String target = Files.readSymbolicLink(STANDARD_OUTPUT).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException elsewhere) {
      return false;
    }
  }
}
