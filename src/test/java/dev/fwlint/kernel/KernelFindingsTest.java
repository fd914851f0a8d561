package dev.fwlint.kernel;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fwlint.Linter;
import dev.fwlint.finding.Diagnosis;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Packet;
import dev.fwlint.model.PacketFields;
import dev.fwlint.model.PacketFormatException;
import dev.fwlint.report.Report.FileReport;
import dev.fwlint.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The example of a finding is a real one: the kernel does with it what the finding says. */
@Tag("kernel")
class KernelFindingsTest {
  @BeforeAll
  static void needsAKernel() {
    Optional<String> missing = KernelLab.missing();
    assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
  }

  @TestFactory
  Stream<DynamicTest> rules() throws IOException {
    return each("rules");
  }

  @TestFactory
  Stream<DynamicTest> hosts() throws IOException {
    return each("hosts");
  }

  private static Stream<DynamicTest> each(String folder) throws IOException {
    return Judgement.rulesets(folder).stream()
        .map(file ->
            DynamicTest.dynamicTest(
                Judgement.name(file),
                () -> judge(new SourceFile(Judgement.name(file), Files.readString(file)))));
  }

  private static void judge(SourceFile source) throws PacketFormatException {
    Firewall firewall = Linter.load(source, Optional.of(Judgement.family(source.name())));
    List<Packet> examples = new ArrayList<>();
    Linter linter = new Linter(page -> true, Optional.of(firewall.family()));
    for (FileReport file : linter.lint(List.of(source)).report().files()) {
      for (Diagnosis diagnosis : file.diagnoses()) {
        if (diagnosis.walk().isPresent()) {
          examples.add(PacketFields.packet(diagnosis.walk().get().packet()));
        }
      }
    }
    if (!examples.isEmpty()) {
      new Judgement(firewall).on(examples, examples.size());
    }
  }
}
