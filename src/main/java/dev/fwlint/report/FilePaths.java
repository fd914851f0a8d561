package dev.fwlint.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** The names of files as other programs find them: slashes forward, no detours, and as URIs. */
final class FilePaths {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  private FilePaths() {}

  /** A file's path without {@code .} and without {@code x/..}; {@code stdin} for standard input. */
  static String path(String name) {
    if (name.equals("-")) {
      return "stdin";
    }
    String slashed = java.io.File.separatorChar == '\\' ? name.replace('\\', '/') : name;
    boolean absolute = slashed.startsWith("/");
    Deque<String> parts = new ArrayDeque<>();
    for (String part : slashed.split("/", -1)) {
      if (part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..")) {
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".") && !(absolute && part.equals(".."))) {
        parts.addLast(part);
      }
    }
    return (absolute ? "/" : "") + String.join("/", parts);
  }

  static boolean isAbsolute(String name) {
    return path(name).startsWith("/");
  }

  /** A file's URI: relative to where the linter was run, or {@code file:///...}. */
  static String uri(String name) {
    String encoded = encoded(path(name));
    return isAbsolute(name) ? "file://" + encoded : encoded;
  }

  /** Percent-encodes what a URI's path does not hold as it is; slashes stay. */
  static String encoded(String path) {
    StringBuilder out = new StringBuilder();
    for (byte octet : path.getBytes(StandardCharsets.UTF_8)) {
      char letter = (char) (octet & 0xff);
      if (letter == '/' || UNRESERVED.indexOf(letter) >= 0) {
        out.append(letter);
      } else {
        out.append("%%%02X".formatted((int) letter));
      }
    }
    return out.toString();
  }
}
