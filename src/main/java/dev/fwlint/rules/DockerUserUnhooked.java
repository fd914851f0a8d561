package dev.fwlint.rules;

import dev.fwlint.docker.Owner;
import dev.fwlint.finding.Example;
import dev.fwlint.finding.Finding;
import dev.fwlint.finding.Severity;
import dev.fwlint.model.Action;
import dev.fwlint.model.Chain;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.reach.CallGraph;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Finds a DOCKER-USER chain with rules that FORWARD does not lead to. */
final class DockerUserUnhooked implements Rule {
  @Override
  public Stream<Finding> check(Firewall firewall) {
    return firewall.chain("filter", "DOCKER-USER").stream()
        .filter(chain -> !CallGraph.filterFrom(firewall, "FORWARD").contains(chain.name()))
        .flatMap(chain -> report(firewall, chain));
  }

  private static Stream<Finding> report(Firewall firewall, Chain chain) {
    List<Step> lost = chain.steps().stream().filter(UserPackets::acts).toList();
    if (lost.isEmpty()) {
      return Stream.empty();
    }
    UserPackets packets = new UserPackets(firewall);
    List<Example> examples =
        lost.stream()
            .limit(8)
            .flatMap(step -> packets.examples(step, List.of(), List.of("")).stream())
            .toList();
    String help =
        "put the jump back: %s -I FORWARD -j DOCKER-USER; a restart of dockerd does so, too"
            .formatted(Refusal.program(firewall.family()));
    boolean live = dockerIsThere(firewall);
    return Places.declaration(chain).stream()
        .map(at -> Finding.at(at, chain.path(), message(lost.size(), live)).withExamples(examples))
        .map(found -> live ? found.withHelp(help) : found.loweredTo(Severity.NOTE));
  }

  private static String message(int rules, boolean live) {
    String meets = rules == 1 ? "its rule meets" : "its " + rules + " rules meet";
    return live
        ? "FORWARD does not lead to \"DOCKER-USER\": " + meets + " no forwarded packet"
        : "nothing in this file leads from FORWARD to \"DOCKER-USER\": "
            + meets
            + " forwarded packets only once dockerd has added the jump";
  }

  /**
   * Whether Docker has filled chains of its own: a file without any is one that is loaded before
   * dockerd starts.
   */
  private static boolean dockerIsThere(Firewall firewall) {
    return firewall
        .chains()
        .anyMatch(chain ->
            Owner.of(chain).filter(Owner.DOCKER::equals).isPresent() && !chain.steps().isEmpty()
                || chain.builtIn()
                    && chain.steps().stream().anyMatch(DockerUserUnhooked::jumpsToDocker));
  }

  private static boolean jumpsToDocker(Step step) {
    return step.action() instanceof Action.Jump jump
        && Set.of("DOCKER", "DOCKER-FORWARD").contains(jump.chain());
  }
}
