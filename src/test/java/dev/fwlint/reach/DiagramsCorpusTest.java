package dev.fwlint.reach;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.javabdd.BDDException;
import dev.fwlint.Linter;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.reach.Reach.Answer;
import dev.fwlint.source.SourceReader;
import dev.fwlint.source.UnreadableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every ruleset of a folder that is small enough for it: the engine and the full computation agree
 * on each rule.
 */
@Tag("corpus")
class DiagramsCorpusTest {
  private static final String FOLDER = System.getProperty("corpus", "");
  private static final int MOST_STEPS = Integer.getInteger("steps", 1_500);
  private static final int MOST_VISITS = 100_000;

  private final List<String> differences = new ArrayList<>();
  private int files;
  private int compared;
  private int broken;
  private int steps;
  private int dead;
  private int missed;
  private int undecided;

  @Test
  void agreesOnEveryRule() throws IOException {
    assumeTrue(Files.isDirectory(Path.of(FOLDER)) && !FOLDER.isEmpty(), "say -Dcorpus=FOLDER");
    try (Stream<Path> paths = Files.walk(Path.of(FOLDER))) {
      paths.filter(Files::isRegularFile).sorted().forEach(this::file);
    }
    System.out.printf(
        "%d rulesets, %d of them broken, %d compared: %d rules, %d dead, %d missed, %d undecided%n",
        files, broken, compared, steps, dead, missed, undecided);
    assertTrue(differences.isEmpty(), () -> String.join("\n", differences));
  }

  private void file(Path path) {
    Firewall firewall;
    try {
      firewall = Linter.load(SourceReader.read(path, path.toString()), Optional.empty());
    } catch (UnreadableException unreadable) {
      return;
    }
    long count = firewall.steps().count();
    if (count == 0) {
      return;
    }
    files++;
    if (!firewall.problems().isEmpty()) {
      broken++;
      return;
    }
    if (count > MOST_STEPS) {
      return;
    }
    try {
      compare(path.toString(), firewall, FullComputation.in(firewall, MOST_VISITS).hit());
    } catch (FullComputation.TooLarge | BDDException tooLarge) {
      System.out.println("too large: " + path);
    }
  }

  private void compare(String name, Firewall firewall, Set<Step> hit) {
    compared++;
    Reach reach = Reach.of(firewall);
    firewall
        .steps()
        .forEach(step -> {
          steps++;
          switch (reach.hit(step)) {
            case Answer.Dead answer -> {
              dead++;
              if (hit.contains(step)) {
                differences.add(name + " " + step.path() + ": called dead, but is hit");
              }
            }
            case Answer.Alive answer when !hit.contains(step) -> {
              missed++;
              System.out.println("missed: " + name + " " + step.path());
            }
            case Answer.Alive answer -> {}
            case Answer.Undecided answer -> undecided++;
          }
        });
  }
}
