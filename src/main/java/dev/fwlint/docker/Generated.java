package dev.fwlint.docker;

import dev.fwlint.model.Action;
import dev.fwlint.model.Chain;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.model.Verdict;
import dev.fwlint.reach.Latest;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rules that programs made, in their own chains and in built-in ones. In the latter a program's
 * rules have no mark of their own (moby/moby issue 43896): they are told by their whole shape.
 */
public final class Generated {
  private static final Pattern LIBVIRT_BRIDGE = Pattern.compile("virbr\\d+(-nic)?");

  private final Set<String> ownedChains;
  private final Set<Owner> owners;
  private final Set<String> bridges;

  private Generated(Set<String> ownedChains, Set<Owner> owners, Set<String> bridges) {
    this.ownedChains = ownedChains;
    this.owners = owners;
    this.bridges = bridges;
  }

  private static final Latest<Generated> LATEST = new Latest<>(Generated::read);

  public static Generated of(Firewall firewall) {
    return LATEST.of(firewall);
  }

  private static Generated read(Firewall firewall) {
    Set<String> owned =
        firewall
            .chains()
            .filter(chain -> Owner.of(chain).isPresent())
            .map(chain -> chain.table() + "/" + chain.name())
            .collect(Collectors.toSet());
    Set<Owner> owners =
        firewall
            .chains()
            .flatMap(chain -> Owner.of(chain).stream())
            .collect(Collectors.toUnmodifiableSet());
    Set<String> bridges =
        DockerHost.of(firewall).bridges().stream().map(Bridge::name).collect(Collectors.toSet());
    return new Generated(owned, owners, bridges);
  }

  /** Whether nobody wrote this rule by hand. */
  public boolean made(Step step) {
    boolean inOwn = ownedChains.contains(step.table() + "/" + step.chain());
    boolean toOwn =
        step.action() instanceof Action.Jump jump
            && (ownedChains.contains(step.table() + "/" + jump.chain())
                || jump.chain().equals("DOCKER-USER"));
    return inOwn || toOwn || isDockersReturn(step) || ofLibvirt(step) || ofDocker(step);
  }

  /**
   * Whether what packets meet behind the end of a chain is a program's affair: behind the chains
   * that it leaves to people stand its own, and the policy of some chains is its to set.
   */
  public boolean follows(Chain chain) {
    boolean leftToPeople = chain.name().equals("DOCKER-USER") || chain.name().equals("CNI-ADMIN");
    boolean forward = chain.path().equals("filter/FORWARD");
    return leftToPeople
        || chain.builtIn()
            && owners.stream()
                .anyMatch(owner -> owner == Owner.UFW || owner == Owner.DOCKER && forward);
  }

  /** The last rule of DOCKER-USER, which Docker up to 28.2.1 put there. */
  private static boolean isDockersReturn(Step step) {
    return step.chain().equals("DOCKER-USER")
        && step.action() instanceof Action.Return
        && step.conditions().isEmpty();
  }

  private static boolean ofLibvirt(Step step) {
    return Shapes.conditions(step, Condition.Interface.class)
        .anyMatch(by -> LIBVIRT_BRIDGE.matcher(by.name()).matches());
  }

  private boolean ofDocker(Step step) {
    return switch (step.table()) {
      case "filter" -> step.chain().equals("FORWARD") && forwards(step);
      case "nat" -> step.chain().equals("POSTROUTING") && hides(step);
      case "raw" ->
          step.chain().equals("PREROUTING")
              && Shapes.drops(step)
              && Shapes.notIn(step).isPresent()
              && Shapes.network(step, End.DESTINATION, false).isPresent();
      default -> false;
    };
  }

  /** The rules that Docker up to 27 has for each bridge in FORWARD. */
  private boolean forwards(Step step) {
    boolean decides =
        step.action() instanceof Action.Decide decide
            && (decide.verdict() == Verdict.ACCEPT || decide.verdict() == Verdict.DROP);
    Optional<String> bridge = Shapes.in(step).or(() -> Shapes.out(step));
    if (!decides || bridge.filter(bridges::contains).isEmpty()) {
      return false;
    }
    boolean within =
        step.conditions().size() == 2
            && Shapes.in(step).equals(bridge)
            && (Shapes.out(step).equals(bridge) || Shapes.notOut(step).equals(bridge));
    boolean replies =
        step.conditions().size() == 2
            && Shapes.out(step).equals(bridge)
            && step.conditions().stream().anyMatch(Condition.Connection.class::isInstance);
    return within || replies;
  }

  private boolean hides(Step step) {
    boolean network = Shapes.notOut(step).filter(bridges::contains).isPresent();
    boolean hairpin =
        Shapes.network(step, End.SOURCE, false).isPresent()
            && Shapes.network(step, End.SOURCE, false)
                .equals(Shapes.network(step, End.DESTINATION, false));
    return Shapes.hidesSource(step) && (network || hairpin);
  }
}
