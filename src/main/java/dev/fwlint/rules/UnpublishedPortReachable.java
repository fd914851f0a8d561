package dev.fwlint.rules;

import dev.fwlint.docker.DockerHost;
import dev.fwlint.finding.Example;
import dev.fwlint.finding.Finding;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.model.Verdict;
import dev.fwlint.reach.CallGraph;
import dev.fwlint.rules.WideOpen.Opening;
import dev.fwlint.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds what lets packets from outside come to ports of containers that nobody published: the
 * policy of FORWARD, or a rule there.
 */
final class UnpublishedPortReachable implements Rule {
  @Override
  public Stream<Finding> check(Firewall firewall) {
    if (Refusal.hides(firewall, List.of("raw", "mangle", "filter"))) {
      return Stream.empty();
    }
    WideOpen open = new WideOpen(firewall, DockerHost.of(firewall));
    return Stream.concat(byPolicy(firewall, open), byRules(firewall, open));
  }

  private static Stream<Finding> byPolicy(Firewall firewall, WideOpen open) {
    Optional<Span> at =
        firewall
            .chain("filter", "FORWARD")
            .filter(chain -> chain.policy().filter(Verdict.ACCEPT::equals).isPresent())
            .filter(chain -> !Forwarding.isRuledByAProgram(firewall))
            .flatMap(chain -> Places.policy(firewall, chain));
    return at.stream()
        .flatMap(place ->
            open.byPolicy().stream()
                .map(opening ->
                    report(firewall, open, place, "filter/FORWARD", "the FORWARD policy", opening)
                        .withHelp(
                            "give all else that this host forwards (VMs, VPNs) an ACCEPT, then: %s -P FORWARD DROP; or use Docker 28 or later"
                                .formatted(Refusal.program(firewall.family())))));
  }

  private static Stream<Finding> byRules(Firewall firewall, WideOpen open) {
    Set<String> leftToPeople = CallGraph.filterFrom(firewall, "DOCKER-USER");
    return Handwritten.under(firewall, "FORWARD")
        .filter(step -> !leftToPeople.contains(step.chain()))
        .filter(step -> Handwritten.accepts(step) && !Handwritten.isNarrow(step))
        .flatMap(step ->
            open.by(step).stream()
                .map(opening ->
                    report(firewall, open, Places.of(step), step.path(), "this rule", opening)
                        .withHelp(help(firewall, step))));
  }

  private static String help(Firewall firewall, Step step) {
    return "delete it, and publish the ports that are meant to be reached: %s -D %s%s"
        .formatted(Refusal.program(firewall.family()), step.chain(), Places.behindChain(step));
  }

  private static Finding report(
      Firewall firewall, WideOpen open, Span at, String path, String what, Opening opening) {
    List<String> bridges = opening.bridges();
    int more = bridges.size() - 1;
    String message =
        "%s lets packets from outside to ports of containers on %s%s that nobody published%s"
            .formatted(
                what,
                Titles.network(firewall, bridges.getFirst()),
                more == 0
                    ? ""
                    : " and %d more %s".formatted(more, more == 1 ? "network" : "networks"),
                WideOpen.guarded(opening));
    Finding finding =
        Finding.at(at, path, message + Missing.tables(firewall))
            .withExamples(
                opening.packets().stream()
                    .limit(10)
                    .map(packet -> new Example(packet, Verdict.ACCEPT.name(), path))
                    .toList())
            .withProperty("from", "outside")
            .withProperty("to", bridges.getFirst())
            .withProperty(
                "pairs", bridges.stream().map(bridge -> List.of("outside", bridge)).toList());
    return open.lowered(opening).map(finding::loweredTo).orElse(finding);
  }
}
