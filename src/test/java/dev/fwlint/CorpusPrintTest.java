package dev.fwlint;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Firewall;
import dev.fwlint.print.SavePrinter;
import dev.fwlint.source.SourceReader;
import dev.fwlint.source.UnreadableException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Of each real file that iptables-legacy loads, iptables-legacy-save writes what is printed, byte
 * for byte.
 */
@Tag("corpus")
class CorpusPrintTest {
  private static final String FOLDER = System.getProperty("corpus", "");

  @Test
  void everyFileIsPrintedAsIptablesSavesIt() throws IOException, UnreadableException {
    assumeTrue(Files.exists(Path.of(FOLDER, "LOADS.tsv")), "no corpus: say -Dcorpus=FOLDER");
    assumeTrue(System.getProperty("user.name").equals("root"), "only root can load rulesets");
    List<String> differences = new ArrayList<>();
    int same = 0;
    try (Stream<String> rows = Files.lines(Path.of(FOLDER, "LOADS.tsv"))) {
      for (String row : rows.skip(1).toList()) {
        String name = row.split("\t", -1)[0];
        Family family = name.endsWith("6") ? Family.IPV6 : Family.IPV4;
        Map<String, List<String>> saved = LegacySave.of(Path.of(FOLDER, name), family);
        Map<String, List<String>> printed = LegacySave.tables(print(name, family));
        if (saved.equals(printed)) {
          same++;
        } else if (!saved.isEmpty()) {
          differences.add("%s%n  saved   %s%n  printed %s".formatted(name, saved, printed));
        }
      }
    }
    differences.forEach(System.out::println);
    System.out.println(same + " files are the same, " + differences.size() + " differ");
    assertTrue(same > 0 && differences.isEmpty(), () -> String.join("\n", differences));
  }

  /** The lines, a character for each byte. */
  private static List<String> print(String name, Family family)
      throws IOException, UnreadableException {
    Firewall firewall =
        Linter.load(SourceReader.read(Path.of(FOLDER, name), name), Optional.of(family));
    Charset charset = firewall.file().source().charset();
    return SavePrinter.lines(firewall, true)
        .map(line -> new String(line.getBytes(charset), StandardCharsets.ISO_8859_1))
        .toList();
  }
}
