package dev.fwlint.docker;

import dev.fwlint.model.Action;
import dev.fwlint.model.Chain;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.reach.CallGraph;
import dev.fwlint.reach.Latest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who made which rule: a program, told by the chain that it stands in and by its whole shape, or
 * else a person. In built-in chains a program's rules often have no mark of their own.
 */
public final class Owners {
  private static final Latest<Owners> LATEST = new Latest<>(Owners::new);

  /** Whose the chains are, by path. */
  private final Map<String, Owner> chains = new HashMap<>();

  private final Set<Owner> owners;
  private final Set<String> staleChains;
  private final DockerRules docker;
  private final NeighbourRules neighbours;

  private Owners(Firewall firewall) {
    boolean shorewall = runsShorewall(firewall);
    firewall
        .chains()
        .filter(chain -> !chain.builtIn() && !isLeftToPeople(chain))
        .forEach(chain ->
            Owner.of(chain)
                .or(() -> Optional.of(Owner.SHOREWALL).filter(owner -> shorewall))
                .ifPresent(owner -> chains.put(chain.path(), owner)));
    owners = Set.copyOf(chains.values());
    DockerHost host = DockerHost.of(firewall);
    staleChains =
        host.stale().stream().map(stale -> stale.chain().name()).collect(Collectors.toSet());
    docker = new DockerRules(firewall, host);
    neighbours = new NeighbourRules(host);
  }

  private static boolean runsShorewall(Firewall firewall) {
    return firewall.table("filter").stream()
        .filter(table -> table.chain("shorewall").isPresent())
        .anyMatch(table -> CallGraph.of(firewall, table).callers("shorewall").isEmpty());
  }

  public static Owners of(Firewall firewall) {
    return LATEST.of(firewall);
  }

  /**
   * The programs that have chains here. Shorewall is told by a chain that it leads nothing to, for
   * others to see that it runs: then all chains that are nobody else's are its.
   */
  public Set<Owner> all() {
    return owners;
  }

  /** The program that made a chain; nothing for built-in chains and those left to people. */
  public Optional<Owner> of(Chain chain) {
    return Optional.ofNullable(chains.get(chain.path()));
  }

  /** The program that made a rule; nothing where a person did. */
  public Optional<Owner> of(Step step) {
    Optional<Owner> home = Optional.ofNullable(chains.get(step.table() + "/" + step.chain()));
    if (home.isPresent() && home.get() != Owner.DOCKER) {
      return home.filter(owner -> owner != Owner.LIBVIRT || NeighbourRules.libvirtWrote(step));
    }
    if (docker.wrote(step)) {
      return Optional.of(Owner.DOCKER);
    }
    return home.isPresent()
        ? Optional.empty()
        : leadsTo(step).filter(owner -> owner != Owner.DOCKER).or(() -> neighbours.of(step));
  }

  /** Whether no person wrote this rule. */
  public boolean made(Step step) {
    return of(step).isPresent();
  }

  /** The program in whose chain a person has put this rule; nothing for any other rule. */
  public Optional<Owner> edited(Step step) {
    return Optional.ofNullable(chains.get(step.table() + "/" + step.chain()))
        .filter(owner -> !made(step));
  }

  /**
   * Whether a rule is Docker's, but of another generation than the host's: in a chain that this one
   * does not have, or about a bridge in FORWARD.
   */
  public boolean isStale(Step step) {
    return step.table().equals("filter")
        && (staleChains.contains(step.chain())
            || step.chain().equals("FORWARD") && docker.isLeft(step));
  }

  private Optional<Owner> leadsTo(Step step) {
    return step.action() instanceof Action.Jump jump
        ? Optional.ofNullable(chains.get(step.table() + "/" + jump.chain()))
        : Optional.empty();
  }

  /**
   * Whether what packets meet behind the end of a chain is a program's affair: behind the chains
   * that it leaves to people stand its own, and the policy of some chains is its to set.
   */
  public boolean follows(Chain chain) {
    boolean forward = chain.path().equals("filter/FORWARD");
    return isLeftToPeople(chain)
        || chain.builtIn()
            && (owners.contains(Owner.UFW) || forward && owners.contains(Owner.DOCKER));
  }

  private static boolean isLeftToPeople(Chain chain) {
    return chain.name().equals("DOCKER-USER") || chain.name().equals("CNI-ADMIN");
  }
}
