package dev.fwlint.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fwlint.ast.Backend;
import dev.fwlint.ast.Family;
import dev.fwlint.ast.Line;
import dev.fwlint.ast.Operation;
import dev.fwlint.ast.Problem;
import dev.fwlint.ast.RestoreFile;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Loader;
import dev.fwlint.parse.RestoreReader;
import dev.fwlint.print.SavePrinter;
import dev.fwlint.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Holds the tables against iptables' own conformance lines: {@code rule;output;OK or FAIL}, behind
 * a line with the chains that the rules go into and perhaps one with their table.
 */
@Tag("corpus")
class SuiteTest {
  private static final Path FOLDER = Path.of(System.getProperty("corpus", ""), "iptables-suite");

  /**
   * Lines whose result is not a matter of the text: sets and objects that do not exist, an older
   * kernel's limit.
   */
  private static final List<String> OF_THE_MACHINE =
      List.of(
          "-m set --match-set foo src,dst",
          "-j SET --add-set foo src,dst",
          "-m nfacct --nfacct-name wrong",
          "-m recent --rcheck --hitcount 999 --name foo --mask 255.255.255.255 --rsource");

  /**
   * A line of the suite for one chain.
   *
   * @param printed the rule as iptables-legacy-save has it
   */
  private record Case(
      String file,
      Family family,
      String table,
      String chain,
      String rule,
      String printed,
      boolean good) {
    boolean isOfTheMachine() {
      return OF_THE_MACHINE.contains(rule);
    }

    SourceFile source() {
      return new SourceFile(file, "*%s\n-A %s %s\nCOMMIT\n".formatted(table, chain, rule));
    }
  }

  @Test
  void everyLineIsTakenAsIptablesTakesIt() throws IOException {
    assumeTrue(Files.isDirectory(FOLDER), "no corpus: say -Dcorpus=FOLDER");
    List<Case> cases = cases();
    List<String> differences =
        cases.stream()
            .filter(c -> !c.isOfTheMachine())
            .filter(c -> refusal(c).isEmpty() != c.good())
            .map(c -> c + " " + refusal(c).orElse("accepted"))
            .toList();
    long good = cases.stream().filter(Case::good).count();
    System.out.printf(
        "%d to accept, %d to refuse (%d of them for the machine's sake), %d differences%n",
        good,
        cases.size() - good,
        cases.stream().filter(Case::isOfTheMachine).count(),
        differences.size());
    assertEquals(List.of(), differences);
  }

  @Test
  void everyLineIsPrintedAsIptablesPrintsIt() throws IOException {
    assumeTrue(Files.isDirectory(FOLDER), "no corpus: say -Dcorpus=FOLDER");
    List<Case> good = cases().stream().filter(Case::good).toList();
    List<String> differences = new ArrayList<>();
    for (Case c : good) {
      List<String> printed = printed(c);
      if (!printed.equals(List.of(("-A " + c.chain() + " " + c.printed()).strip()))) {
        differences.add("%s, not %s".formatted(c, printed));
      }
    }
    differences.forEach(System.out::println);
    System.out.printf("%d to print, %d differences%n", good.size(), differences.size());
    assertEquals(List.of(), differences);
  }

  private static List<String> printed(Case c) {
    Firewall firewall = Loader.load(RestoreReader.read(c.source(), c.family()));
    return SavePrinter.lines(firewall, false).filter(line -> line.startsWith("-A")).toList();
  }

  private static List<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".t")).sorted().toList()) {
        addCases(file, cases);
      }
    }
    return cases;
  }

  private static void addCases(Path file, List<Case> cases) throws IOException {
    String name = file.getFileName().toString();
    Family family = name.startsWith("libip6t_") ? Family.IPV6 : Family.IPV4;
    String table = "filter";
    List<String> chains = List.of();
    for (String line : Files.readAllLines(file)) {
      String[] fields = line.split(";", -1);
      if (line.startsWith(":")) {
        chains = List.of(line.substring(1).split(","));
      } else if (line.startsWith("*")) {
        table = line.substring(1).strip();
      } else if (fields.length >= 3 && "#@%".indexOf(line.charAt(0)) < 0) {
        String rule = fields[0].strip();
        String printed = fields[1].equals("=") ? rule : fields[1].strip();
        for (String chain : chains) {
          cases.add(new Case(name, family, table, chain, rule, printed, isGood(fields)));
        }
      }
    }
  }

  /** A fourth field names the backend that the result is for; the other's is the opposite. */
  private static boolean isGood(String[] fields) {
    boolean ok = fields[2].strip().equals("OK");
    boolean forNft = fields.length > 3 && fields[3].strip().equals("NFT");
    return ok != forNft;
  }

  private static Optional<String> refusal(Case c) {
    RestoreFile file = RestoreReader.read(c.source(), c.family());
    List<Problem> problems = new ArrayList<>(file.problems());
    for (Line line : file.lines()) {
      if (line instanceof Line.Command command
          && command.operation() instanceof Operation.Append append) {
        problems.addAll(
            Legality.problems(
                append.rule(), c.family(), c.table(), EnumSet.of(HookPoint.valueOf(c.chain()))));
      }
    }
    return problems.stream()
        .filter(problem -> problem.refusedBy().contains(Backend.LEGACY))
        .map(Problem::message)
        .findFirst();
  }
}
