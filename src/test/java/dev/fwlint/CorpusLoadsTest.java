package dev.fwlint;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fwlint.ast.Backend;
import dev.fwlint.ast.Problem;
import dev.fwlint.model.Firewall;
import dev.fwlint.source.SourceFile;
import dev.fwlint.source.SourceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Holds what fwlint says of real files against what iptables 1.8.9 did with them: {@code LOADS.tsv}
 * has a file's path and, for each backend, the exit status and the error of loading it.
 */
@Tag("corpus")
class CorpusLoadsTest {
  private static final String FOLDER = System.getProperty("corpus", "");

  /** What depends on the machine rather than on the file: its sets, its users, its resolver. */
  private static final List<String> OF_THE_MACHINE =
      List.of("Set ", "host/network", "--uid-owner", "--gid-owner");

  /** An IPv4 ruleset, by all that it says, in a file whose name made ip6tables load it. */
  private static final String NAMED_FOR_THE_OTHER_FAMILY =
      "generated-restore/013-firehol-not-both-ipv6-disable-conf.aud4.rules6";

  @BeforeEach
  void isThere() {
    assumeTrue(Files.exists(Path.of(FOLDER, "LOADS.tsv")), "no corpus: say -Dcorpus=FOLDER");
  }

  @Test
  void everyFileLoadsWhereIptablesLoadsIt() throws IOException {
    List<String> differences = new ArrayList<>();
    int files = 0;
    try (Stream<String> rows = Files.lines(Path.of(FOLDER, "LOADS.tsv"))) {
      for (String row : rows.skip(1).toList()) {
        String[] fields = row.split("\t", -1);
        if (fields[0].equals(NAMED_FOR_THE_OTHER_FAMILY)) {
          continue;
        }
        files++;
        Firewall firewall = load(fields[0]);
        compare(firewall, Backend.LEGACY, fields[0], fields[1], fields[2], differences);
        compare(firewall, Backend.NFT, fields[0], fields[3], fields[4], differences);
      }
    }
    System.out.println(files + " files, " + differences.size() + " differences");
    assertTrue(differences.isEmpty(), () -> String.join("\n", differences));
  }

  private static Firewall load(String name) {
    try {
      SourceFile source = SourceReader.read(Path.of(FOLDER, name), name);
      return Linter.load(source, Optional.empty());
    } catch (dev.fwlint.source.UnreadableException unreadable) {
      throw new AssertionError(name + ": " + unreadable.getMessage());
    }
  }

  private static void compare(
      Firewall firewall,
      Backend backend,
      String name,
      String status,
      String error,
      List<String> differences) {
    Optional<Problem> problem =
        firewall.problems().stream().filter(p -> p.refusedBy().contains(backend)).findFirst();
    boolean loads = status.equals("0");
    boolean machine = OF_THE_MACHINE.stream().anyMatch(error::contains);
    if (loads == problem.isPresent() && !(machine && !loads)) {
      differences.add(
          "%s %s: iptables %s [%s], fwlint %s"
              .formatted(
                  name,
                  backend,
                  status,
                  error,
                  problem.map(p -> p.at() + " " + p.message()).orElse("finds nothing")));
    }
  }
}
