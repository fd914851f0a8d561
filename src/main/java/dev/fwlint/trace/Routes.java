package dev.fwlint.trace;

import dev.fwlint.model.Action;
import dev.fwlint.model.Address;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Network;
import dev.fwlint.model.Packet.Route;
import dev.fwlint.model.Step;
import dev.fwlint.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which interface leads to an address: the longest prefix wins, and of equals the first. */
record Routes(List<Route> routes) {
  Optional<String> to(Address destination) {
    Optional<Route> best = Optional.empty();
    for (Route route : routes) {
      boolean better = best.isEmpty() || route.network().bits() > best.get().network().bits();
      if (better && route.network().contains(destination)) {
        best = Optional.of(route);
      }
    }
    return best.map(Route::out);
  }

  /**
   * What the rules tell of the routes: who masquerades {@code -s NET ! -o BR} has NET behind BR,
   * and who accepts {@code -d ADDR -o BR} has ADDR there.
   */
  static Routes of(Firewall firewall) {
    List<Route> routes = new ArrayList<>();
    firewall.steps().forEach(step -> told(step).ifPresent(routes::add));
    return new Routes(routes);
  }

  private static Optional<Route> told(Step step) {
    return switch (step.action()) {
      case Action.Masquerade nat -> route(step, End.SOURCE, true);
      case Action.Rewrite nat when nat.end() == End.SOURCE -> route(step, End.SOURCE, true);
      case Action.Decide decide
          when decide.verdict() == Verdict.ACCEPT && step.table().equals("filter") ->
          route(step, End.DESTINATION, false);
      default -> Optional.empty();
    };
  }

  private static Optional<Route> route(Step step, End end, boolean negatedOut) {
    Optional<Network> network = Optional.empty();
    Optional<String> out = Optional.empty();
    for (Condition condition : step.conditions()) {
      switch (condition) {
        case Condition.InNetwork c when c.end() == end && !c.negated() ->
            network = Optional.of(c.network());
        case Condition.Interface c when !c.in() && !c.prefix() && c.negated() == negatedOut ->
            out = Optional.of(c.name());
        default -> {}
      }
    }
    return network.isPresent() && out.isPresent()
        ? Optional.of(new Route(network.get(), out.get()))
        : Optional.empty();
  }
}
