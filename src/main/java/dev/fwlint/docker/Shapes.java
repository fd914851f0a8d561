package dev.fwlint.docker;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Action;
import dev.fwlint.model.Address;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Network;
import dev.fwlint.model.Step;
import dev.fwlint.model.Verdict;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What single rules of Docker's look like. */
final class Shapes {
  private Shapes() {}

  /** The interface of {@code -i X}. */
  static Optional<String> in(Step step) {
    return interfaceName(step, true, false);
  }

  /** The interface of {@code -o X}. */
  static Optional<String> out(Step step) {
    return interfaceName(step, false, false);
  }

  /** The interface of {@code ! -i X}. */
  static Optional<String> notIn(Step step) {
    return interfaceName(step, true, true);
  }

  /** The interface of {@code ! -o X}. */
  static Optional<String> notOut(Step step) {
    return interfaceName(step, false, true);
  }

  private static Optional<String> interfaceName(Step step, boolean in, boolean negated) {
    return conditions(step, Condition.Interface.class)
        .filter(by -> by.in() == in && by.negated() == negated && !by.prefix())
        .map(Condition.Interface::name)
        .findFirst();
  }

  /** All interfaces that it names. */
  static Stream<String> interfaces(Step step) {
    return conditions(step, Condition.Interface.class).map(Condition.Interface::name);
  }

  static Optional<Network> network(Step step, Condition.End end, boolean negated) {
    return conditions(step, Condition.InNetwork.class)
        .filter(in -> in.end() == end && in.negated() == negated)
        .map(Condition.InNetwork::network)
        .findFirst();
  }

  static <T extends Condition> Stream<T> conditions(Step step, Class<T> type) {
    return step.conditions().stream().filter(type::isInstance).map(type::cast);
  }

  /** Whether a step decides on what leaves by the interface that it came in by, and on no less. */
  static boolean staysOnBridge(Step step) {
    return step.conditions().size() == 2
        && in(step).isPresent()
        && in(step).equals(out(step))
        && (accepts(step) || drops(step));
  }

  static boolean jumpsTo(Step step, String chain) {
    return step.action() instanceof Action.Jump jump && jump.chain().equals(chain);
  }

  static boolean drops(Step step) {
    return step.action() instanceof Action.Decide decided && decided.verdict() == Verdict.DROP;
  }

  static boolean accepts(Step step) {
    return step.action() instanceof Action.Decide decided && decided.verdict() == Verdict.ACCEPT;
  }

  /** The set of 28.0.0. */
  static boolean asksForExternalBridges(Step step) {
    return conditions(step, Condition.Unknown.class)
        .anyMatch(asked -> asked.expression().contains("docker-ext-bridges-"));
  }

  /** The protocol's number, where it is asked for one. */
  static Optional<Integer> protocol(Step step) {
    return conditions(step, Condition.Protocol.class)
        .filter(is -> !is.negated())
        .map(Condition.Protocol::number)
        .findFirst();
  }

  /** The first port of {@code --dport}. */
  static Optional<Integer> port(Step step) {
    return conditions(step, Condition.Port.class)
        .filter(is -> is.end() == Condition.End.DESTINATION && !is.negated())
        .map(is -> (int) is.ports().getFirst().from())
        .findFirst();
  }

  /** The address of {@code -d ADDRESS/32}. */
  static Optional<Address> host(Step step, Condition.End end) {
    return network(step, end, false).filter(Network::isHost).map(Network::base);
  }

  /** {@code -s NET ! -o BR -j MASQUERADE}, or SNAT. */
  static boolean hidesSource(Step step) {
    return step.action() instanceof Action.Masquerade
        || (step.action() instanceof Action.Rewrite to && to.end() == Condition.End.SOURCE);
  }

  static boolean translatesDestination(Step step) {
    return step.action() instanceof Action.Rewrite to && to.end() == Condition.End.DESTINATION;
  }

  /** The first address that DNAT sends to. */
  static Optional<Address> translatedTo(Step step) {
    return step.action() instanceof Action.Rewrite to && to.end() == Condition.End.DESTINATION
        ? to.addresses().map(Action.AddressRange::from)
        : Optional.empty();
  }

  /** {@code -o BR -m addrtype --src-type LOCAL -j MASQUERADE}, or SNAT. */
  static boolean hidesHost(Step step) {
    return hidesSource(step)
        && step.conditions().size() == 2
        && out(step).isPresent()
        && conditions(step, Condition.AddressType.class)
            .anyMatch(is -> is.end() == Condition.End.SOURCE && is.types().equals(Set.of("LOCAL")));
  }

  /**
   * Whether docker-proxy answers on published ports: then what the host sends to its own loopback
   * addresses is left to it. Nothing where no jump tells.
   */
  static Optional<Boolean> proxied(Firewall firewall) {
    return firewall
        .steps("nat", "OUTPUT")
        .filter(step -> jumpsTo(step, "DOCKER"))
        .map(step -> network(step, Condition.End.DESTINATION, true).isPresent())
        .findFirst();
  }

  /** What {@code bridge-accept-fwmark} lets pass. */
  static Optional<Condition.Mark> acceptedMark(Firewall firewall) {
    return firewall
        .steps("filter", "DOCKER-FORWARD")
        .filter(step -> accepts(step) && step.conditions().size() == 1)
        .flatMap(step -> conditions(step, Condition.Mark.class))
        .filter(mark -> !mark.ofConnection() && !mark.negated())
        .findFirst();
  }

  /** 127.0.0.0/8, and ::1. */
  static boolean isLoopback(Address address) {
    return address.family() == Family.IPV4
        ? address.low() >>> 24 == 127
        : address.high() == 0 && address.low() == 1;
  }
}
