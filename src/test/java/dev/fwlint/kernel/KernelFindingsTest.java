package dev.fwlint.kernel;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fwlint.FixtureFacts;
import dev.fwlint.Linter;
import dev.fwlint.finding.Diagnosis;
import dev.fwlint.model.Facts;
import dev.fwlint.model.FactsFormatException;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Host;
import dev.fwlint.model.Packet;
import dev.fwlint.model.PacketFields;
import dev.fwlint.model.PacketFormatException;
import dev.fwlint.report.Report.FileReport;
import dev.fwlint.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        .map(file -> DynamicTest.dynamicTest(Judgement.name(file), () -> judge(file)));
  }

  private static void judge(Path path)
      throws PacketFormatException, IOException, FactsFormatException {
    SourceFile source = new SourceFile(Judgement.name(path), Files.readString(path));
    Facts facts = FixtureFacts.of(path);
    Firewall firewall = Linter.load(source, Optional.of(Judgement.family(source.name())), facts);
    List<Packet> examples = new ArrayList<>();
    Linter linter = new Linter(page -> true, Optional.of(firewall.family()), facts);
    for (FileReport file : linter.lint(List.of(source)).report().files()) {
      for (Diagnosis diagnosis : file.diagnoses()) {
        if (diagnosis.walk().isPresent()) {
          Map<String, Object> fields = new LinkedHashMap<>(diagnosis.walk().get().packet());
          facts.host().ifPresent(host -> fields.putIfAbsent("local", local(host, fields)));
          examples.add(PacketFields.packet(fields));
        }
      }
    }
    if (!examples.isEmpty()) {
      Judgement.ofFixture(firewall, path).on(examples, examples.size());
    }
  }

  /** The lab has the addresses that a packet says; a packet does not come from one of them. */
  private static List<String> local(Host host, Map<String, Object> fields) {
    return host.addresses().stream()
        .map(own -> own.address().toString())
        .filter(own -> own.contains(":") == fields.get("dst").toString().contains(":"))
        .filter(own -> !own.equals(fields.get("src")))
        .toList();
  }
}
