package dev.fwlint.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fwlint.Linter;
import dev.fwlint.Walks;
import dev.fwlint.ast.Family;
import dev.fwlint.finding.Diagnosis;
import dev.fwlint.finding.Walk;
import dev.fwlint.model.Address;
import dev.fwlint.model.Facts;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Host;
import dev.fwlint.model.Packet;
import dev.fwlint.model.PacketFields;
import dev.fwlint.model.PacketFormatException;
import dev.fwlint.source.SourceFile;
import dev.fwlint.trace.Tracer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is found in a ruleset.
 *
 * @param packets the examples of the findings, each once
 */
record Findings(Firewall firewall, List<Packet> packets) {
  static Findings of(SourceFile source, Family family) {
    return of(source, family, Facts.NONE);
  }

  /** The same, on a host of which something is known. */
  static Findings of(SourceFile source, Family family, Facts facts) {
    Firewall firewall = Linter.load(source, Optional.of(family), facts);
    Linter linter = new Linter(page -> true, Optional.of(family), facts);
    Tracer tracer = new Tracer(firewall);
    List<Packet> packets =
        linter.lint(List.of(source)).report().files().stream()
            .flatMap(file -> file.diagnoses().stream())
            .map(Diagnosis::walk)
            .flatMap(Optional::stream)
            .map(walk -> packet(walk, tracer))
            .map(packet -> facts.host().map(host -> at(host, packet)).orElse(packet))
            .distinct()
            .toList();
    return new Findings(firewall, packets);
  }

  /** The lab has the addresses that a packet says; a packet does not come from one of them. */
  private static Packet at(Host host, Packet packet) {
    Map<String, Object> fields = new LinkedHashMap<>(PacketFields.fields(packet));
    List<String> own =
        host.addresses().stream()
            .map(Host.Assigned::address)
            .filter(address -> address.family() == packet.source().family())
            .filter(address -> !address.equals(packet.source()))
            .map(Address::toString)
            .toList();
    fields.putIfAbsent("local", own);
    return read(fields);
  }

  /** The packet, of which the finding must say what the trace does. */
  private static Packet packet(Walk walk, Tracer tracer) {
    Packet packet = read(walk.packet());
    assertEquals(walk, Walks.of(tracer.trace(packet), packet));
    return packet;
  }

  private static Packet read(Map<String, Object> fields) {
    try {
      return PacketFields.packet(fields);
    } catch (PacketFormatException wrong) {
      throw new AssertionError(fields.toString(), wrong);
    }
  }
}
