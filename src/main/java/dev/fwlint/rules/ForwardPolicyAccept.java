package dev.fwlint.rules;

import dev.fwlint.docker.DockerHost;
import dev.fwlint.docker.Generation;
import dev.fwlint.finding.Example;
import dev.fwlint.finding.Finding;
import dev.fwlint.finding.Severity;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Verdict;
import dev.fwlint.source.Span;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds a FORWARD policy of ACCEPT that decides packets from outside, on a host with Docker
 * bridges. From Docker 28 on the policy decides nothing about containers any more, and is worth a
 * note.
 */
final class ForwardPolicyAccept implements Rule {

  @Override
  public Stream<Finding> check(Firewall firewall) {
    DockerHost host = DockerHost.of(firewall);
    return firewall.chain("filter", "FORWARD").stream()
        .filter(chain -> chain.policy().filter(Verdict.ACCEPT::equals).isPresent())
        .filter(chain -> !host.bridges().isEmpty() && !Forwarding.isRuledByAProgram(firewall))
        .filter(chain -> !Refusal.hidesFiltering(firewall))
        .flatMap(chain -> Places.policy(firewall, chain).stream())
        .flatMap(at -> report(firewall, host, at));
  }

  private static Stream<Finding> report(Firewall firewall, DockerHost host, Span at) {
    boolean guarded = host.generation().filter(Generation::dropsUnpublished).isPresent();
    Probes probes = new Probes(firewall, host);
    List<Example> examples =
        (guarded ? Stream.concat(probes.inbound(), probes.passing()) : probes.inbound())
            .map(packet -> new Example(packet, Verdict.ACCEPT.name(), "filter/FORWARD"))
            .toList();
    String what =
        guarded
            ? "this host forwards every packet that no rule decides"
            : "packets from outside that no rule decides reach containers, published port or not";
    Finding finding =
        Finding.at(
                at,
                "filter/FORWARD",
                "the FORWARD policy is ACCEPT: " + what + Missing.tables(firewall))
            .withHelp(
                "give all else that this host forwards (VMs, VPNs) an ACCEPT, then: %s -P FORWARD DROP"
                    .formatted(Refusal.program(firewall.family())))
            .withExamples(examples);
    return examples.isEmpty()
        ? Stream.empty()
        : Stream.of(guarded ? finding.loweredTo(Severity.NOTE) : finding);
  }
}
