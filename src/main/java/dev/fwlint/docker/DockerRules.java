package dev.fwlint.docker;

import dev.fwlint.model.Action;
import dev.fwlint.model.Address;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Docker writes, chain by chain: a rule of another shape in a chain of its own is somebody
 * else's, and so is one with a comment, for Docker writes none (moby/moby issue 43896). From
 * libnetwork/drivers/bridge/setup_ip_tables.go and its successors of 1.8 to 29, and the rules that
 * moby documents in integration/network/bridge/iptablesdoc.
 */
final class DockerRules {
  private static final String ALWAYS =
      """
      filter/FORWARD -j DOCKER-USER
      filter/FORWARD -j DOCKER-INGRESS
      filter/FORWARD -j DOCKER-ISOLATION
      filter/FORWARD -j DOCKER-ISOLATION-STAGE-1
      filter/FORWARD -j DOCKER-OVERLAY
      filter/FORWARD -j DOCKER-FORWARD
      filter/INPUT -p P --dport N -m u32 -j DROP
      filter/INPUT -p P --dport N -m policy -m u32 -j DROP
      filter/INPUT -p P --dport N -m policy -m u32 -j ACCEPT
      filter/DOCKER -d HOST ! -i BR -o BR -p P --dport N -j ACCEPT
      filter/DOCKER -s HOST -d HOST -i BR -o BR -p P --dport N -j ACCEPT
      filter/DOCKER -s HOST -d HOST -i BR -o BR -p P --sport N -j ACCEPT
      filter/DOCKER-INGRESS -p P --dport N -j ACCEPT
      filter/DOCKER-INGRESS -p P --sport N --ctstate RELATED,ESTABLISHED -j ACCEPT
      filter/DOCKER-ISOLATION -i BR -o OTHER -j DROP
      filter/DOCKER-ISOLATION ! -s NET -o BR -j DROP
      filter/DOCKER-ISOLATION ! -d NET -i BR -j DROP
      filter/DOCKER-ISOLATION-STAGE-1 -i BR ! -o BR -j DOCKER-ISOLATION-STAGE-2
      filter/DOCKER-ISOLATION-STAGE-1 ! -s NET -o BR -j DROP
      filter/DOCKER-ISOLATION-STAGE-1 ! -d NET -i BR -j DROP
      filter/DOCKER-ISOLATION-STAGE-1 ! -s NET ! -i BR -o BR -j DROP
      filter/DOCKER-ISOLATION-STAGE-1 ! -d NET -i BR ! -o BR -j DROP
      filter/DOCKER-ISOLATION-STAGE-2 -o BR -j DROP
      filter/DOCKER-USER -j RETURN
      nat/PREROUTING --dst-type LOCAL -j DOCKER
      nat/PREROUTING --dst-type LOCAL -j DOCKER-INGRESS
      nat/OUTPUT --dst-type LOCAL -j DOCKER
      nat/OUTPUT --dst-type LOCAL -j DOCKER-INGRESS
      nat/OUTPUT ! -d NET --dst-type LOCAL -j DOCKER
      nat/OUTPUT ! -d LOOP --dst-type LOCAL -j DOCKER
      nat/OUTPUT -d LOOP -j DOCKER_OUTPUT
      nat/POSTROUTING -d LOOP -j DOCKER_POSTROUTING
      nat/POSTROUTING -s NET ! -o BR -j MASQUERADE
      nat/POSTROUTING -s NET ! -o BR -j SNAT
      nat/POSTROUTING -o BR --src-type LOCAL -j MASQUERADE
      nat/POSTROUTING -o BR --src-type LOCAL -j SNAT
      nat/POSTROUTING -s HOST -d SAME -p P --dport N -j MASQUERADE
      nat/DOCKER -i BR -j RETURN
      nat/DOCKER-INGRESS -p P --dport N -j DNAT
      nat/DOCKER_OUTPUT -d LOOP -p P --dport N -j DNAT
      nat/DOCKER_POSTROUTING -s LOOP -p P --sport N -j SNAT
      mangle/OUTPUT -p P --dport N -m u32 -j MARK
      """;

  /**
   * DNAT of a published port: on an address, not for link-local sources, and not from its bridge
   * where docker-proxy answers there.
   */
  private static Stream<String> published(Optional<Boolean> proxied) {
    return Stream.of("! -i BR ", "")
        .filter(by -> proxied.isEmpty() || proxied.get() != by.isEmpty())
        .flatMap(by -> Stream.of("", "-d HOST ", "-d LOOP ").map(to -> to + by))
        .flatMap(asked -> Stream.of("", "! -s NET ").map(from -> from + asked))
        .map(asked -> "nat/DOCKER " + asked + "-p P --dport N -j DNAT");
  }

  private static final String UP_TO_27 =
      """
      filter/FORWARD -s NET -d NET -j DROP
      filter/FORWARD -o BR -j DOCKER
      filter/FORWARD -o BR --ctstate RELATED,ESTABLISHED -j ACCEPT
      filter/FORWARD -i BR ! -o BR -j ACCEPT
      filter/FORWARD -i BR -o BR -j ACCEPT
      filter/FORWARD -i BR -o BR -j DROP
      """;

  private static final String SINCE_28 =
      """
      filter/DOCKER ! -i BR -o BR -j DROP
      filter/DOCKER ! -i BR -o BR -j ACCEPT
      filter/DOCKER -o BR -p icmp -j ACCEPT
      filter/DOCKER-ISOLATION-STAGE-1 -i BR --ctstate RELATED,ESTABLISHED -j ACCEPT
      filter/DOCKER-ISOLATION-STAGE-1 -o BR -j RETURN
      filter/DOCKER-INTERNAL ! -s NET -o BR -j DROP
      filter/DOCKER-INTERNAL ! -d NET -i BR -j DROP
      filter/DOCKER-INTERNAL ! -s NET ! -i BR -o BR -j DROP
      filter/DOCKER-INTERNAL ! -d NET -i BR ! -o BR -j DROP
      filter/DOCKER-CT -o BR --ctstate RELATED,ESTABLISHED -j ACCEPT
      filter/DOCKER-BRIDGE -o BR -j DOCKER
      filter/DOCKER-FORWARD --mark N -j ACCEPT
      filter/DOCKER-FORWARD -j DOCKER-INGRESS
      filter/DOCKER-FORWARD -j DOCKER-CT
      filter/DOCKER-FORWARD -j DOCKER-ISOLATION-STAGE-1
      filter/DOCKER-FORWARD -j DOCKER-INTERNAL
      filter/DOCKER-FORWARD -j DOCKER-BRIDGE
      filter/DOCKER-FORWARD -i BR -j ACCEPT
      filter/DOCKER-FORWARD -i BR ! -o BR -j ACCEPT
      filter/DOCKER-FORWARD -i BR -o BR -j ACCEPT
      filter/DOCKER-FORWARD -i BR -o BR -j DROP
      raw/PREROUTING -d HOST ! -i BR -j DROP
      raw/PREROUTING -d HOST ! -i BR -p P --dport N -j DROP
      raw/PREROUTING -d LOOP ! -i lo -p P --dport N -j DROP
      """;

  private static final String OF_28_0_0 =
      """
      filter/FORWARD --match-set docker-ext-bridges --ctstate RELATED,ESTABLISHED -j ACCEPT
      filter/FORWARD --ctstate RELATED,ESTABLISHED --match-set docker-ext-bridges -j ACCEPT
      filter/FORWARD --match-set docker-ext-bridges -j DOCKER
      filter/FORWARD -i BR -j ACCEPT
      filter/FORWARD -i BR ! -o BR -j ACCEPT
      filter/FORWARD -i BR -o BR -j ACCEPT
      filter/FORWARD -i BR -o BR -j DROP
      """;

  /** What stands last in its chain, or is not Docker's. */
  private static final Set<String> LAST =
      Set.of(
          "filter/DOCKER-ISOLATION -j RETURN",
          "filter/DOCKER-ISOLATION-STAGE-1 -j RETURN",
          "filter/DOCKER-ISOLATION-STAGE-2 -j RETURN",
          "filter/DOCKER-INGRESS -j RETURN",
          "nat/DOCKER-INGRESS -j RETURN");

  /** What an older layout leaves in FORWARD. */
  private static final Set<String> OLDER =
      Stream.of(UP_TO_27, OF_28_0_0).flatMap(String::lines).collect(Collectors.toSet());

  private final Firewall firewall;
  private final boolean present;
  private final Set<String> bridges;
  private final Set<String> shapes = new HashSet<>();

  /** The containers that rules of the raw table guard. */
  private final Set<Address> guarded;

  /** The bridges that rules of an older layout in FORWARD still speak of. */
  private final Set<String> left;

  /** Whether the host's Docker is one that may have found rules of an older layout. */
  private final boolean laterThanOlder;

  DockerRules(Firewall firewall, DockerHost host) {
    this.firewall = firewall;
    present = firewall.chains().anyMatch(chain -> chain.name().startsWith("DOCKER"));
    bridges = host.bridges().stream().map(Bridge::name).collect(Collectors.toSet());
    Optional<Generation> generation = host.generation();
    laterThanOlder = generation.map(Generation::dropsUnpublished).orElse(true);
    ALWAYS.lines().forEach(shapes::add);
    published(host.proxied()).forEach(shapes::add);
    SINCE_28
        .lines()
        .filter(line -> generation.map(Generation::dropsUnpublished).orElse(true))
        .forEach(shapes::add);
    UP_TO_27
        .lines()
        .filter(line -> !generation.map(Generation::dropsUnpublished).orElse(false))
        .forEach(shapes::add);
    OF_28_0_0
        .lines()
        .filter(line -> generation.filter(Generation.G4::equals).isPresent())
        .forEach(shapes::add);
    guarded =
        firewall
            .steps("raw", "PREROUTING")
            .filter(step ->
                Shapes.drops(step) && Shapes.notIn(step).filter(bridges::contains).isPresent())
            .flatMap(step -> Shapes.host(step, End.DESTINATION).stream())
            .collect(Collectors.toSet());
    left =
        firewall
            .steps("filter", "FORWARD")
            .filter(step -> Shapes.jumpsTo(step, "DOCKER"))
            .flatMap(step -> Shapes.out(step).stream())
            .collect(Collectors.toSet());
  }

  /** Whether Docker writes such a rule where it stands. */
  boolean wrote(Step step) {
    if (!present) {
      return false;
    }
    String shape = Sketch.of(step, bridges::contains);
    return shapes.contains(shape)
        || isLast(step, shape)
        || isLeft(step, shape)
        || !Sketch.hasComment(step) && (trusts(step) || isOfWsl(step))
        || step.chain().equals("DOCKER-OVERLAY");
  }

  /** Whether it is of a layout that the host's Docker does not write any more. */
  boolean isLeft(Step step) {
    return present && isLeft(step, Sketch.of(step, bridges::contains));
  }

  private boolean isLast(Step step, String shape) {
    return LAST.contains(shape)
        && firewall
            .chain(step.table(), step.chain())
            .filter(chain -> chain.steps().size() == step.index())
            .isPresent();
  }

  /** What {@code trusted_host_interfaces} makes. */
  private boolean trusts(Step step) {
    return step.table().equals("raw")
        && step.chain().equals("PREROUTING")
        && Shapes.accepts(step)
        && step.conditions().size() == 2
        && Shapes.in(step).isPresent()
        && Shapes.host(step, End.DESTINATION).filter(guarded::contains).isPresent();
  }

  /** With WSL's mirrored networking, what is for loopback addresses comes in by loopback0. */
  private static boolean isOfWsl(Step step) {
    boolean place =
        step.table().equals("raw") && step.chain().equals("PREROUTING") && Shapes.accepts(step)
            || step.table().equals("nat")
                && step.chain().equals("DOCKER")
                && step.action() instanceof Action.Return;
    return place
        && Shapes.in(step).equals(Optional.of("loopback0"))
        && Shapes.network(step, End.DESTINATION, false)
            .filter(net -> Shapes.isLoopback(net.base()))
            .isPresent();
  }

  /** A rule of an older layout, next to the others about its bridge. */
  private boolean isLeft(Step step, String shape) {
    Optional<String> bridge = Shapes.in(step).or(() -> Shapes.out(step));
    return laterThanOlder
        && bridge.filter(left::contains).isPresent()
        && OLDER.contains(shape)
        && !shapes.contains(shape);
  }
}
