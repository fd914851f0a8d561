package dev.fwlint.rules;

import dev.fwlint.docker.DockerHost;
import dev.fwlint.docker.Owner;
import dev.fwlint.docker.PublishedPort;
import dev.fwlint.model.Action;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Network;
import dev.fwlint.model.Protocols;
import dev.fwlint.model.Step;
import dev.fwlint.reach.CallGraph;
import java.util.List;
import java.util.Optional;

/** Where a rule belongs that a person has put into a program's chain, in this host's words. */
final class Rehousing {
  private static final String NEW = " -m conntrack --ctstate NEW";

  private final Firewall firewall;
  private final DockerHost host;
  private final String program;

  Rehousing(Firewall firewall) {
    this.firewall = firewall;
    host = DockerHost.of(firewall);
    program = Refusal.program(firewall.family());
  }

  String help(Step rule, Owner owner) {
    if (owner != Owner.DOCKER) {
      return "let a script of yours put it into the built-in chain, before the jump, whenever %s starts (%s): %s"
          .formatted(owner.title(), owner.userHook().orElse("its hooks"), beforeJump(rule, ""));
    }
    if (rule.table().equals("filter")) {
      return filtering(rule);
    }
    return rule.action() instanceof Action.Rewrite to && to.end() == End.DESTINATION
        ? "let Docker publish the port, docker run -p HOST:CONTAINER, and delete it: %s -t %s -D %s%s"
            .formatted(program, rule.table(), rule.chain(), Places.behindChain(rule))
        : "move it to the built-in chain that leads here, before the jump: "
            + beforeJump(rule, " -m addrtype --dst-type LOCAL");
  }

  private String filtering(Step rule) {
    return switch (rule.action()) {
      case Action.Decide decided when Handwritten.denies(rule) -> denying(rule);
      case Action.Decide accepted -> accepting(rule);
      case Action.Return back -> returning(rule);
      case Action.Jump jump -> denying(rule);
      default ->
          "move it to the chain that is left to people: %s; %s"
              .formatted(put(Places.behindChain(rule)), deleted(rule));
    };
  }

  /**
   * What belongs to a connection has passed Docker's chains before; {@code DOCKER-USER} meets it.
   */
  private String denying(Step rule) {
    boolean asksOfConnection =
        Handwritten.asks(rule, Condition.Connection.class).findAny().isPresent();
    return "move it to the chain that is left to people%s: %s; %s"
        .formatted(
            asksOfConnection ? "" : ", for new connections alone, lest it stop answers",
            put(Places.behindChain(rule, asksOfConnection ? "" : NEW)),
            deleted(rule));
  }

  private String accepting(Step rule) {
    if (isBetweenNetworks(rule)) {
      return "take it out, and connect containers that are to talk to one network: docker network connect; "
          + deleted(rule);
    }
    return narrowed(rule)
        .map(others ->
            "keep the others out in the chain that is left to people: %s; Docker's own rule comes back when the container is started anew"
                .formatted(put(others)))
        .orElseGet(() ->
            "delete it, and publish the ports that are meant to be reached: " + deleted(rule));
  }

  private String returning(Step rule) {
    return isBetweenNetworks(rule)
        ? accepting(rule)
        : "delete it, and deny in the chain that is left to people what is to be kept out: "
            + deleted(rule);
  }

  private boolean isBetweenNetworks(Step rule) {
    return rule.chain().matches("DOCKER-(ISOLATION.*|INTERNAL)")
        || Handwritten.asks(rule, Condition.Interface.class)
            .anyMatch(by -> by.in() && !by.negated() && host.bridge(by.name()).isPresent());
  }

  /** Who else than a rule names must not come to the published port that it is about. */
  private Optional<String> narrowed(Step rule) {
    List<Condition.InNetwork> asked = Handwritten.asks(rule, Condition.InNetwork.class).toList();
    Optional<Network> source =
        asked.stream()
            .filter(in -> in.end() == End.SOURCE && !in.negated())
            .map(Condition.InNetwork::network)
            .findFirst();
    return source.flatMap(from ->
        host.ports().stream()
            .filter(port -> asked.stream().anyMatch(in -> isAt(in, port)))
            .filter(port -> Handwritten.namedPorts(rule).equals(List.of(port.containerPort())))
            .filter(port -> Handwritten.takesProtocol(rule, port.protocol()))
            .findFirst()
            .map(port -> others(from, port)));
  }

  private static boolean isAt(Condition.InNetwork in, PublishedPort port) {
    return in.end() == End.DESTINATION
        && !in.negated()
        && in.network().isHost()
        && in.network().contains(port.container());
  }

  private String others(Network from, PublishedPort port) {
    return " -i %s ! -s %s -d %s -p %s --dport %d%s -j DROP"
        .formatted(
            host.outside(),
            from,
            port.container(),
            Protocols.name(port.protocol()),
            port.containerPort(),
            NEW);
  }

  private String put(String rule) {
    return "%s -I %s%s".formatted(program, Mending.hook(firewall), rule);
  }

  private String deleted(Step rule) {
    return "%s -D %s%s".formatted(program, rule.chain(), Places.behindChain(rule));
  }

  private String beforeJump(Step rule, String asked) {
    String table = rule.table().equals("filter") ? "" : " -t " + rule.table();
    String chain =
        firewall
            .table(rule.table())
            .flatMap(t ->
                CallGraph.of(firewall, t).callers(rule.chain()).stream()
                    .map(Step::chain)
                    .filter(name -> t.chain(name).filter(c -> c.builtIn()).isPresent())
                    .findFirst())
            .orElse(rule.table().equals("filter") ? "FORWARD" : "PREROUTING");
    return "%s%s -I %s%s".formatted(program, table, chain, Places.behindChain(rule, asked));
  }
}
