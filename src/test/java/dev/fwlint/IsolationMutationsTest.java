package dev.fwlint;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Packet;
import dev.fwlint.model.Verdict;
import dev.fwlint.source.SourceFile;
import dev.fwlint.trace.Tracer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every rule of a Docker host deleted, and made an ACCEPT: what is open is told, and no more. */
class IsolationMutationsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "clean/docker-1.9.v4",
        "clean/docker-1.12.v4",
        "clean/docker-17.12.v4",
        "clean/docker-24.v4",
        "clean/docker-28.0.v4",
        "clean/docker-29.v4",
        "hosts/dockerd-20.10.v4",
        "hosts/docker-host.v4"
      })
  void whatIsOpenIsTold(String file) throws IOException {
    String text = Files.readString(Path.of("test-fixtures", file));
    IsolationTrial trial = new IsolationTrial(text, IsolationMutationsTest::traced);
    trial.check(text);
    trial.mutants().forEach(trial::check);
  }

  private static Predicate<Packet> traced(String ruleset) {
    SourceFile source = new SourceFile("mutant", ruleset);
    Firewall firewall = Linter.load(source, Optional.of(Family.IPV4));
    Tracer tracer = new Tracer(firewall);
    return packet -> tracer.trace(packet).verdict() == Verdict.ACCEPT;
  }
}
