package dev.fwlint.fuzz;

import dev.fwlint.ast.Family;
import dev.fwlint.extension.Extension;
import dev.fwlint.extension.Extensions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What mutants are made of: the texts of a folder, and the lines and words in them and of iptables
 * itself. Each character stands for a byte.
 */
record Material(List<Text> texts, List<String> lines, List<String> words) {
  private static final List<String> ODD_WORDS =
      List.of(
          "-1",
          "0",
          "00",
          "65535",
          "65536",
          "4294967295",
          "4294967296",
          "18446744073709551615",
          "18446744073709551616",
          "99999999999999999999999999",
          "-9223372036854775809",
          "0x",
          "0x0",
          "0xffffffff/0xffffffff",
          "0xffffffffffffffffff",
          "1e9",
          "1.5",
          "0/0",
          "0.0.0.0/0",
          "::/0",
          "::",
          "::ffff:1.2.3.4",
          "1.2.3.4/33",
          "1.2.3.4/255.0.255.0",
          "255.255.255.255",
          "256.1.1.1",
          "10.1",
          "fe80::1%eth0",
          "2001:db8::/129",
          "1:2:3",
          ":",
          "1:",
          ":1",
          "9:1",
          "0:65535",
          ",",
          "1,,2",
          "+",
          "eth+",
          "!",
          "!!",
          "-",
          "--",
          "---",
          "-A",
          "-j",
          "-m",
          "-p",
          "-g",
          "-f",
          "all",
          "ALL",
          "NONE",
          "*",
          "*filter",
          "COMMIT",
          "#",
          "\"",
          "\"\"",
          "''",
          "\\",
          "\"\\\"",
          "%s%n",
          "$(reboot)",
          "`x`",
          "${IF}",
          "../..",
          "[0:0]",
          "[1:2",
          "/",
          "@",
          "::error::x",
          "##[error]");

  /** A text and where it is from. */
  record Text(String name, String text) {}

  /** All that the files below a folder offer. */
  static Material of(Path folder) throws IOException {
    List<Text> texts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        texts.add(new Text(folder.relativize(file).toString(), text));
      }
    }
    TreeSet<String> lines = new TreeSet<>();
    TreeSet<String> words = new TreeSet<>(ODD_WORDS);
    for (Text text : texts) {
      text.text().lines().forEach(lines::add);
    }
    lines.forEach(line -> words.addAll(List.of(line.split("\\s+"))));
    for (Family family : Family.values()) {
      for (Extension.Kind kind : Extension.Kind.values()) {
        Extensions.all(kind, family).forEach(extension -> add(extension, words));
      }
    }
    return new Material(texts, List.copyOf(lines), List.copyOf(words));
  }

  private static void add(Extension extension, TreeSet<String> words) {
    words.add(extension.name());
    extension.options().forEach(option -> words.addAll(option.spellings()));
  }
}
