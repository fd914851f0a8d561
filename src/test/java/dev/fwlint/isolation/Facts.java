package dev.fwlint.isolation;

import dev.fwlint.Linter;
import dev.fwlint.ast.Family;
import dev.fwlint.docker.Bridge;
import dev.fwlint.docker.Bridge.Gateway;
import dev.fwlint.docker.DockerHost;
import dev.fwlint.docker.Generation;
import dev.fwlint.source.SourceFile;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a change took away that tells of Docker's networks.
 *
 * @param hidden those of which nothing tells any more what Docker keeps from them: the addresses by
 *     which the oldest Docker does it, how open a routed or unprotected one is meant to be, or that
 *     an interface of an unusual name is Docker's
 * @param blurred those whose addresses are not known any more
 */
record Facts(Set<String> hidden, Set<String> blurred) {
  private static final Pattern USUAL = Pattern.compile("docker0|br-[0-9a-f]{12}");

  static Facts lost(String original, String changed) {
    DockerHost after = host(changed);
    boolean byAddress = after.generation().filter(Generation.G0::equals).isPresent();
    Map<String, Bridge> bridges =
        after.bridges().stream().collect(Collectors.toMap(Bridge::name, Function.identity()));
    Facts lost = new Facts(new HashSet<>(), new HashSet<>());
    for (Bridge bridge : host(original).bridges()) {
      Optional<Bridge> same = Optional.ofNullable(bridges.get(bridge.name()));
      boolean open = bridge.gateway().filter(mode -> mode != Gateway.NAT).isPresent();
      boolean meant = same.filter(b -> b.gateway().equals(bridge.gateway())).isPresent();
      if (same.filter(b -> b.subnets().equals(bridge.subnets())).isEmpty()) {
        (byAddress ? lost.hidden : lost.blurred).add(bridge.name());
      }
      boolean gone = same.isEmpty() && !USUAL.matcher(bridge.name()).matches();
      if (open && !meant || gone) {
        lost.hidden.add(bridge.name());
      }
    }
    return lost;
  }

  private static DockerHost host(String ruleset) {
    SourceFile source = new SourceFile("mutant", ruleset);
    return DockerHost.of(Linter.load(source, Optional.of(Family.IPV4)));
  }

  boolean hide(List<String> pair) {
    return !Collections.disjoint(hidden, pair);
  }

  /** Whether more pairs may be told than there are, since an address may be anybody's. */
  boolean blur(List<String> pair) {
    return !Collections.disjoint(blurred, pair) || !blurred.isEmpty() && pair.contains("outside");
  }
}
