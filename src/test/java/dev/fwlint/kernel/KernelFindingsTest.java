package dev.fwlint.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fwlint.ast.Backend;
import dev.fwlint.source.SourceFile;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The example of a finding is a real one: the kernel does with it what the finding says. */
@Tag("kernel")
class KernelFindingsTest {
  private static final Tally TALLY = new Tally("the examples of findings");

  @BeforeAll
  static void needsAKernel() {
    Optional<String> missing = KernelLab.missing();
    assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
  }

  @AfterAll
  static void tell() {
    System.out.println(TALLY);
  }

  @TestFactory
  Stream<DynamicTest> fixtures() throws IOException {
    return Fixtures.of("clean", "hosts", "rules").stream()
        .map(file -> DynamicTest.dynamicTest(file.name(), () -> judge(file)));
  }

  private static void judge(SourceFile source) {
    Findings findings = Findings.of(source, Fixtures.family(source.name()));
    if (!findings.packets().isEmpty()) {
      Judgement judgement = new Judgement(findings.firewall(), TALLY);
      Map<Backend, Integer> sent = judgement.on(findings.packets(), Integer.MAX_VALUE);
      assumeFalse(sent.isEmpty(), "no backend loads it");
      assertTrue(judgement.differences().isEmpty(), judgement::failure);
      sent.forEach((backend, count) ->
          assertEquals(findings.packets().size(), count, backend + ": " + TALLY));
    }
  }
}
