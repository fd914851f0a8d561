package dev.fwlint.docker;

import dev.fwlint.docker.Bridge.Gateway;
import dev.fwlint.docker.Bridge.Hiding;
import dev.fwlint.model.Network;
import dev.fwlint.model.Protocols;
import dev.fwlint.model.Step;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the rules say of one bridge, put together rule by rule. */
final class Traits {
  private final Set<Network> subnets = new LinkedHashSet<>();
  private Optional<Hiding> hiding = Optional.empty();
  private boolean internal;
  private boolean swarm;

  /** Whether rules translate or guard its ports, let in pings, everything, ports, or drop. */
  private boolean translated;

  private boolean pings;
  private boolean passes;
  private boolean open;
  private boolean ports;
  private boolean closed;

  /** Whether rules accept, and whether they drop, what its containers send each other. */
  private boolean talk;

  private boolean silent;

  Set<Network> subnets() {
    return subnets;
  }

  void internal() {
    internal = true;
  }

  void internal(Network subnet) {
    subnets.add(subnet);
    internal = true;
  }

  void hidden(Network subnet, Hiding how) {
    subnets.add(subnet);
    hiding = hiding.or(() -> Optional.of(how));
  }

  void translated() {
    translated = true;
  }

  void swarm() {
    swarm = true;
  }

  /** A rule of DOCKER about what comes to the bridge from elsewhere. */
  void lets(Step step) {
    boolean plain = step.conditions().size() == 2;
    boolean fromElsewhere = plain && Shapes.notIn(step).equals(Shapes.out(step));
    pings |=
        plain
            && Shapes.accepts(step)
            && Shapes.protocol(step).filter(Protocols::isIcmp).isPresent();
    open |= fromElsewhere && Shapes.accepts(step);
    closed |= fromElsewhere && Shapes.drops(step);
    ports |= Shapes.accepts(step) && Shapes.port(step).isPresent();
  }

  /** A rule of FORWARD or DOCKER-FORWARD about what comes from the bridge. */
  void within(Step step) {
    boolean all = step.conditions().size() == 1 && Shapes.accepts(step);
    boolean itself = step.conditions().size() == 2 && Shapes.in(step).equals(Shapes.out(step));
    talk |= all || itself && Shapes.accepts(step);
    silent |= itself && Shapes.drops(step);
  }

  /** The first isolation stage lets pass what comes from other networks. */
  void passes() {
    passes = true;
  }

  Bridge bridge(String name, boolean translates) {
    Optional<Hiding> hides =
        translates ? hiding.or(() -> Optional.of(new Hiding.None())) : Optional.empty();
    Optional<Boolean> icc = talk == silent ? Optional.empty() : Optional.of(talk);
    return new Bridge(
        name,
        List.copyOf(subnets),
        internal,
        gateway(translates),
        hides,
        icc,
        swarm,
        Optional.empty(),
        Map.of());
  }

  private Optional<Gateway> gateway(boolean translates) {
    if (internal) {
      return Optional.empty();
    }
    // what is published without being translated is routed
    boolean asItIs = translates && ports && closed && !translated && hiding.isEmpty();
    if (pings || passes || asItIs) {
      return Optional.of(Gateway.ROUTED);
    }
    // its ports have no rules of their own
    if (open && !ports && !closed) {
      return Optional.of(Gateway.NAT_UNPROTECTED);
    }
    return translated || hiding.isPresent() || closed ? Optional.of(Gateway.NAT) : Optional.empty();
  }
}
