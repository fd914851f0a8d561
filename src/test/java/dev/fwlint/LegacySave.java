package dev.fwlint;

import dev.fwlint.ast.Family;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What iptables-legacy-save writes, in a network namespace that is gone with it. */
final class LegacySave {
  private LegacySave() {}

  /**
   * The tables by name, each as its lines, once a file is loaded, its counters with it; none where
   * it does not load.
   */
  static Map<String, List<String>> of(Path file, Family family) throws IOException {
    String program = program(family);
    String load =
        "%s-restore -c <%s 2>/dev/null && %s-save -c"
            .formatted(program, quoted(file.toString()), program);
    return tables(run(load, StandardCharsets.ISO_8859_1));
  }

  /** Lines by the table that they are of; comments are none. */
  static Map<String, List<String>> tables(List<String> lines) {
    Map<String, List<String>> tables = new TreeMap<>();
    List<String> table = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("*")) {
        table = tables.computeIfAbsent(line, name -> new ArrayList<>());
      }
      if (!line.startsWith("#")) {
        table.add(line);
      }
    }
    return tables;
  }

  static String program(Family family) {
    return family == Family.IPV4 ? "iptables-legacy" : "ip6tables-legacy";
  }

  /** A word of a shell. */
  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  /** What a script says in a namespace of its own. */
  static List<String> run(String script, Charset charset) throws IOException {
    Path file = Files.createTempFile("legacy-save", ".sh");
    try {
      Files.writeString(file, script, charset);
      Process shell =
          new ProcessBuilder("unshare", "--net", "sh", file.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new String(shell.getInputStream().readAllBytes(), charset).lines().toList();
    } finally {
      Files.delete(file);
    }
  }
}
