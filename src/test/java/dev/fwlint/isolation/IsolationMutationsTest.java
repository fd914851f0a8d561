package dev.fwlint.isolation;

import dev.fwlint.Linter;
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
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of a Docker host changed in many ways: what is open is told, and no more. */
class IsolationMutationsTest {
  private static final int USUAL = 120;

  @ParameterizedTest
  @MethodSource("dev.fwlint.isolation.IsolationTrial#hosts")
  void whatIsOpenIsTold(Path host) throws IOException {
    String ruleset = Files.readString(host);
    IsolationTrial trial =
        new IsolationTrial(ruleset, traced(ruleset), IsolationMutationsTest::traced);
    trial.check(trial.mutants(USUAL));
  }

  private static Predicate<Packet> traced(String ruleset) {
    SourceFile source = new SourceFile("mutant", ruleset);
    Firewall firewall = Linter.load(source, Optional.of(Family.IPV4));
    Tracer tracer = new Tracer(firewall);
    return packet -> tracer.trace(packet).verdict() == Verdict.ACCEPT;
  }
}
