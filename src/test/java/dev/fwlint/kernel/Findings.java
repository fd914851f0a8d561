package dev.fwlint.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fwlint.Linter;
import dev.fwlint.Walks;
import dev.fwlint.ast.Family;
import dev.fwlint.finding.Diagnosis;
import dev.fwlint.finding.Walk;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Packet;
import dev.fwlint.model.PacketFields;
import dev.fwlint.model.PacketFormatException;
import dev.fwlint.source.SourceFile;
import dev.fwlint.trace.Tracer;
import java.util.List;
import java.util.Optional;

/**
 * What is found in a ruleset.
 *
 * @param packets the examples of the findings, each once
 */
record Findings(Firewall firewall, List<Packet> packets) {
  static Findings of(SourceFile source, Family family) {
    Firewall firewall = Linter.load(source, Optional.of(family));
    Linter linter = new Linter(page -> true, Optional.of(family));
    Tracer tracer = new Tracer(firewall);
    List<Packet> packets =
        linter.lint(List.of(source)).report().files().stream()
            .flatMap(file -> file.diagnoses().stream())
            .map(Diagnosis::walk)
            .flatMap(Optional::stream)
            .map(walk -> packet(walk, tracer))
            .distinct()
            .toList();
    return new Findings(firewall, packets);
  }

  /** The packet, of which the finding must say what the trace does. */
  private static Packet packet(Walk walk, Tracer tracer) {
    try {
      Packet packet = PacketFields.packet(walk.packet());
      assertEquals(walk, Walks.of(tracer.trace(packet), packet));
      return packet;
    } catch (PacketFormatException wrong) {
      throw new AssertionError(walk.toString(), wrong);
    }
  }
}
