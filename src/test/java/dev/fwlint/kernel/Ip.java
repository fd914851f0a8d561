package dev.fwlint.kernel;

import dev.fwlint.ast.Family;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An {@code ip -batch} that stays: to start one for each packet takes longer than the packet. */
final class Ip implements AutoCloseable {
  /** Asked behind each batch: its answer shows that the batch is done. */
  private static final String QUESTION = "link show dev lo\n";

  private static final String ANSWER = "    link/loopback";

  private final Process process;
  private final Writer in;
  private final BufferedReader out;

  /** For the network namespace of a process. */
  Ip(long pid, Family family) {
    String version = family == Family.IPV4 ? "-4" : "-6";
    String namespace = "--net=/proc/%d/ns/net".formatted(pid);
    try {
      process =
          new ProcessBuilder("nsenter", namespace, "ip", version, "-batch", "-")
              .redirectErrorStream(true)
              .start();
    } catch (IOException noCommand) {
      throw new UncheckedIOException(noCommand);
    }
    in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    out = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Runs commands, all of which must succeed. */
  void run(List<String> commands) {
    List<String> said = new ArrayList<>();
    try {
      in.write(String.join("\n", commands) + "\n" + QUESTION);
      in.flush();
      String line = out.readLine();
      while (line != null && !line.startsWith(ANSWER)) {
        said.add(line);
        line = out.readLine();
      }
      if (line == null) {
        throw new IllegalStateException("ip: %s: %s".formatted(commands, said));
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(commands.toString(), broken);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
