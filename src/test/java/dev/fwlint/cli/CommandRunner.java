package dev.fwlint.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Runs a command as a user does, and keeps what it says. */
public final class CommandRunner {
  private CommandRunner() {}

  /** What a command ended with. */
  public record Outcome(int status, String out, String err) {}

  public static Outcome run(String... arguments) {
    return runWith("", arguments);
  }

  /** With something on standard input. */
  public static Outcome runWith(String input, String... arguments) {
    return runWith(StandardCharsets.UTF_8, input, arguments);
  }

  /** The same, a byte for each character on both sides. */
  public static Outcome runBytes(String input, String... arguments) {
    return runWith(StandardCharsets.ISO_8859_1, input, arguments);
  }

  private static synchronized Outcome runWith(Charset charset, String input, String... arguments) {
    InputStream in = System.in;
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    try {
      System.setIn(new ByteArrayInputStream(input.getBytes(charset)));
      System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
      int status = Main.run(arguments);
      return new Outcome(status, said.toString(charset), complained.toString(charset));
    } finally {
      System.setIn(in);
      System.setOut(out);
      System.setErr(err);
    }
  }
}
