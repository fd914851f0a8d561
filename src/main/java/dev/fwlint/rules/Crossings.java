package dev.fwlint.rules;

import dev.fwlint.docker.Bridge;
import dev.fwlint.docker.Containers;
import dev.fwlint.docker.DockerHost;
import dev.fwlint.docker.Generation;
import dev.fwlint.docker.Isolation;
import dev.fwlint.docker.Isolation.Gap;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.reach.Crossing;
import dev.fwlint.reach.Passage;
import dev.fwlint.reach.Segment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which of Docker's networks can open connections to others, by what opens them. */
final class Crossings {
  /** Swarm's bridge leads to the host's own services and is no network of containers. */
  private static final String GATEWAY = "docker_gwbridge";

  private final Isolation isolation;
  private final Map<Cause, Opening> byCause = new LinkedHashMap<>();
  private boolean complete = true;

  /** What opens a way: a rule, or that one is missing. */
  sealed interface Cause {
    /** A step accepts. */
    sealed interface ByStep extends Cause {
      Step by();
    }

    /** The step is none that Docker's other rules guard. */
    record Accepted(Step by) implements ByStep {}

    /** The step is Docker's for a published port, which the raw table should guard. */
    record Unguarded(Step by) implements ByStep {}

    /** The step is the last of a network that lets everything in. */
    record Unprotected(Step by) implements ByStep {}

    /** The FORWARD policy accepts, and nothing is missing that is known of. */
    record ByPolicy() implements Cause {}

    record Missing(Gap gap) implements Cause {}
  }

  /**
   * The pairs of networks that one cause opens.
   *
   * @param reached whether a packet gets to an address that a container may have; else only to ones
   *     that no container of the file has
   */
  record Opening(Cause cause, List<Crossing> pairs, boolean reached) {}

  private Crossings(Firewall firewall, DockerHost host, Isolation isolation) {
    this.isolation = isolation;
    Passage passage = Passage.of(firewall);
    Containers containers = Containers.of(firewall);
    List<Segment> listed = new ArrayList<>();
    List<Segment> whole = new ArrayList<>();
    for (Bridge bridge : host.bridges()) {
      if (host.generation().filter(Generation.G0::equals).isPresent()
          && bridge.subnets().isEmpty()) {
        // networks were kept apart by their addresses alone
        continue;
      }
      Segment all = new Segment(bridge.name(), bridge.subnets(), List.of());
      whole.add(all);
      listed.add(new Segment(bridge.name(), bridge.subnets(), containers.of(bridge.name())));
    }
    Set<List<String>> told = new HashSet<>();
    add(passage.between(listed, isolation::intends), true, told);
    if (!listed.equals(whole)) {
      add(passage.between(whole, isolation::intends), false, told);
    }
  }

  static Crossings of(Firewall firewall, DockerHost host, Isolation isolation) {
    return new Crossings(firewall, host, isolation);
  }

  List<Opening> openings() {
    return List.copyOf(byCause.values());
  }

  /** Whether there are no more pairs than those of the openings. */
  boolean complete() {
    return complete;
  }

  private void add(Passage.Crossings crossings, boolean reached, Set<List<String>> told) {
    complete &= crossings.all();
    for (Crossing crossing : crossings.found()) {
      String to = crossing.to().device();
      if (!to.equals(GATEWAY) && told.add(List.of(crossing.from().device(), to))) {
        Cause cause = cause(crossing);
        byCause
            .computeIfAbsent(cause, c -> new Opening(c, new ArrayList<>(), reached))
            .pairs()
            .add(crossing);
      }
    }
  }

  private Cause cause(Crossing crossing) {
    Optional<Step> by = crossing.by();
    return by.filter(step -> !isolation.isDockers(step))
        .<Cause>map(Cause.Accepted::new)
        .or(() -> by.filter(isolation::unprotects).map(Cause.Unprotected::new))
        .or(() -> gap(crossing).map(Cause.Missing::new))
        .or(() -> by.filter(Isolation::publishes).map(Cause.Unguarded::new))
        .or(() -> by.map(Cause.Accepted::new))
        .orElseGet(Cause.ByPolicy::new);
  }

  private Optional<Gap> gap(Crossing crossing) {
    return isolation.gap(crossing.from().device(), crossing.to().device());
  }
}
