package dev.fwlint.kernel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A shell in a network namespace of its own, which is gone with it: nothing is left behind, however
 * this ends.
 */
final class Shell implements AutoCloseable {
  private static final String END = "@end ";

  private final Process process;
  private final Writer in;
  private final BufferedReader out;

  /** What a command said, its errors included, and its exit status. */
  record Result(int status, List<String> lines) {
    String text() {
      return String.join("\n", lines);
    }
  }

  Shell() {
    this(List.of("--net"));
  }

  /**
   * @param namespaces which ones are its own, as options of unshare(1)
   */
  Shell(List<String> namespaces) {
    List<String> command = new ArrayList<>(List.of("unshare"));
    command.addAll(namespaces);
    command.add("sh");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, more) -> path + ":" + more);
      process = builder.start();
    } catch (IOException noShell) {
      throw new UncheckedIOException(noShell);
    }
    in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    out = process.inputReader(StandardCharsets.UTF_8);
  }

  /** The process whose namespace it is. */
  long pid() {
    return process.pid();
  }

  Result run(String command) {
    try {
      in.write("{ %s\n} </dev/null\nprintf '\\n%s%%d\\n' $?\n".formatted(command, END));
      in.flush();
      List<String> lines = new ArrayList<>();
      String line = out.readLine();
      while (line != null && !line.startsWith(END)) {
        lines.add(line);
        line = out.readLine();
      }
      if (line == null) {
        throw new IllegalStateException("the shell ended: " + lines);
      }
      if (lines.getLast().isEmpty()) {
        lines.removeLast();
      }
      return new Result(Integer.parseInt(line.substring(END.length())), lines);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** As {@link #run}, of a command that must succeed. */
  Result demand(String command) {
    Result result = run(command);
    if (result.status() != 0) {
      throw new IllegalStateException("%s: %s".formatted(command, result.text()));
    }
    return result;
  }

  @Override
  public void close() {
    // unshare(1) does not listen to less while it waits for its child
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
