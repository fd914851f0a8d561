package dev.fwlint.extension;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The tables of this package, read from beside its classes. */
final class Resource {
  private Resource() {}

  /** A table's lines, without comments and blank lines. */
  static List<String> lines(String name) {
    try (InputStream in = Resource.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("not in this build: " + name);
      }
      List<String> lines = new ArrayList<>();
      for (String line : Split.nonEmpty(new String(in.readAllBytes(), UTF_8), '\n')) {
        if (!line.startsWith("#")) {
          lines.add(line);
        }
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
