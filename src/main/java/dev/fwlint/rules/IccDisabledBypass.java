package dev.fwlint.rules;

import dev.fwlint.docker.Bridge;
import dev.fwlint.docker.DockerHost;
import dev.fwlint.docker.Isolation;
import dev.fwlint.finding.Example;
import dev.fwlint.finding.Finding;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.reach.Addresses;
import dev.fwlint.reach.Crossing;
import dev.fwlint.reach.Passage;
import dev.fwlint.reach.Segment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Finds rules that let containers of one network talk where that is switched off. */
final class IccDisabledBypass implements Rule {
  /** That containers talk, past the rule that should stop them. */
  private record Talk(Crossing crossing, Step stop) {}

  @Override
  public Stream<Finding> check(Firewall firewall) {
    if (Refusal.hidesFiltering(firewall)) {
      return Stream.empty();
    }
    DockerHost host = DockerHost.of(firewall);
    Map<Step, List<Talk>> talks = new LinkedHashMap<>();
    Isolation.of(firewall, host)
        .ifPresent(isolation ->
            host.bridges()
                .forEach(bridge ->
                    isolation
                        .silencer(bridge.name())
                        .ifPresent(stop -> find(firewall, isolation, bridge, stop, talks))));
    return talks.entrySet().stream().map(e -> finding(firewall, e.getKey(), e.getValue()));
  }

  private static void find(
      Firewall firewall,
      Isolation isolation,
      Bridge bridge,
      Step stop,
      Map<Step, List<Talk>> talks) {
    Segment segment = new Segment(bridge.name(), bridge.subnets(), List.of());
    for (Crossing crossing : Passage.of(firewall).within(segment, isolation::isOfPorts).found()) {
      crossing
          .by()
          .filter(by -> !links(crossing, by))
          .ifPresent(by ->
              talks.computeIfAbsent(by, step -> new ArrayList<>()).add(new Talk(crossing, stop)));
    }
  }

  /** Whether a rule lets some containers of one bridge talk about some things, as links do. */
  private static boolean links(Crossing crossing, Step by) {
    return CrossingReport.namesBoth(crossing)
        && !by.conditions().stream().allMatch(Condition.Interface.class::isInstance);
  }

  private static Finding finding(Firewall firewall, Step by, List<Talk> talks) {
    List<Crossing> crossings = talks.stream().map(Talk::crossing).toList();
    Step stop = talks.getFirst().stop();
    String bridge = crossings.getFirst().from().device();
    int more = crossings.size() - 1;
    String message =
        "this rule lets containers of %s%s talk to each other, which [line %d](1) should stop%s"
            .formatted(
                Titles.network(firewall, bridge),
                more == 0 ? "" : ", and of %d more networks,".formatted(more),
                Places.of(stop).line(),
                Missing.tables(firewall));
    Finding finding =
        Finding.at(Places.of(by), by.path(), message)
            .withNote(
                Places.of(stop),
                "switches it off; this needs net.bridge.bridge-nf-call-iptables=1, or no rule is asked")
            .withHelp(new Mending(firewall).but(by, bridge));
    Finding whole = new CrossingReport(firewall).withPairs(finding, crossings);
    return whole.withExamples(
        Stream.concat(
                whole.examples().stream().flatMap(e -> toAnother(firewall, e)),
                whole.examples().stream())
            .toList());
  }

  /** The same packet to another container: what one sends to itself leaves by no bridge. */
  private static Stream<Example> toAnother(Firewall firewall, Example example) {
    Map<String, Object> packet = example.packet();
    return DockerHost.of(firewall).bridge(Probes.out(packet)).stream()
        .filter(bridge -> Objects.equals(packet.get("src"), packet.get("dst")))
        .flatMap(bridge -> bridge.subnets().stream())
        .flatMap(subnet -> Addresses.around(subnet).stream().filter(subnet::contains))
        .filter(address -> !address.toString().equals(packet.get("src")))
        .limit(2)
        .map(address -> {
          Map<String, Object> other = new LinkedHashMap<>(packet);
          other.put("dst", address.toString());
          return new Example(
              other, example.verdict(), example.passes(), example.misses(), example.presumed());
        });
  }
}
