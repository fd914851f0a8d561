package dev.fwlint.trace;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.AddressType.Limit;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.Host;
import dev.fwlint.model.Host.Own;
import dev.fwlint.model.HostRoute;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What {@code -m addrtype} answers (net/netfilter/xt_addrtype.c): in IPv4, which type the local
 * table has for an address.
 */
final class AddressTypes {
  private static final String UNICAST = "UNICAST";
  private static final String MULTICAST = "MULTICAST";
  private static final String ANYCAST = "ANYCAST";
  private static final String UNREACHABLE = "UNREACHABLE";

  private final Condition.AddressType asked;
  private final Address address;
  private final Flow flow;

  private AddressTypes(Condition.AddressType asked, Flow flow) {
    this.asked = asked;
    this.address = asked.end() == End.SOURCE ? flow.source : flow.destination;
    this.flow = flow;
  }

  static Answer ask(Condition.AddressType condition, Flow flow) {
    AddressTypes types = new AddressTypes(condition, flow);
    return types.address.family() == Family.IPV4 ? types.v4() : types.v6(condition.types());
  }

  private Answer has(String type) {
    return Answer.of(asked.types().contains(type));
  }

  /** The interface whose addresses alone count; empty where all do. */
  private String device() {
    return switch (asked.limit()) {
      case NONE -> "";
      case IN_INTERFACE -> flow.in;
      case OUT_INTERFACE -> flow.out;
    };
  }

  private Answer v4() {
    if (Flow.isBroadcast(address)) {
      return has(Host.BROADCAST);
    }
    if (Flow.isMulticast(address)) {
      return has(MULTICAST);
    }
    if (flow.local.contains(address)) {
      return named();
    }
    List<Own> entries = flow.entries(address);
    Stream<Answer> possible = entries.stream().map(entry -> of(entry.type(), entry.device()));
    boolean sure = entries.stream().anyMatch(Own::sure);
    return one(sure ? possible : Stream.concat(possible, Stream.of(has(UNICAST))));
  }

  private Answer of(String type, String device) {
    return device().isEmpty() || device().equals(device) ? has(type) : has(UNICAST);
  }

  /** What all of them say; the first is the guess where they differ. */
  private static Answer one(Stream<Answer> possible) {
    List<Answer> answers = possible.distinct().toList();
    return answers.size() == 1 ? answers.getFirst() : Answer.open(answers.getFirst().guess());
  }

  /**
   * One that the packet says to be local: where it is on the host's list, its interface is, too.
   */
  private Answer named() {
    List<String> devices = devices();
    if (device().isEmpty() || !devices.isEmpty()) {
      return one(
          Stream.concat(devices.stream(), device().isEmpty() ? Stream.of("") : Stream.empty())
              .map(device -> of(Host.LOCAL, device)));
    }
    return onUnknown(has(Host.LOCAL), has(UNICAST));
  }

  private List<String> devices() {
    return flow.home.entries(address).stream().filter(Own::isLocal).map(Own::device).toList();
  }

  /** Which interface has an address of the host's is not known; that it is lo is the exception. */
  private Answer onUnknown(Answer there, Answer elsewhere) {
    Answer likely = device().equals("lo") ? elsewhere : there;
    return there == elsewhere ? there : Answer.open(likely.guess());
  }

  /**
   * Every type that is asked has to hold, save that of the three that need a route one suffices.
   */
  private Answer v6(Set<String> types) {
    boolean unspecified = address.high() == 0 && address.low() == 0;
    boolean multicast = Flow.isMulticast(address);
    if (types.contains(MULTICAST) && !multicast
        || types.contains(UNICAST) && (multicast || unspecified)
        || types.contains("UNSPEC") && !unspecified) {
      return Answer.NO;
    }
    List<Answer> routed =
        Stream.of(Host.LOCAL, ANYCAST, UNREACHABLE)
            .filter(types::contains)
            .map(type -> multicast ? Answer.NO : routed(type))
            .toList();
    return routed.isEmpty()
        ? Answer.YES
        : routed.stream()
            .map(answer -> answer.negatedIf(true))
            .reduce(Answer.YES, Answer::and)
            .negatedIf(true);
  }

  private Answer routed(String type) {
    return switch (type) {
      case Host.LOCAL -> local();
      case ANYCAST -> flow.home.knowsAddresses(Family.IPV6) ? anycast() : Answer.NO;
      default -> flow.home.knowsAddresses(Family.IPV6) ? unreachable() : Answer.NO;
    };
  }

  private Answer local() {
    if (!flow.isLocal(address)) {
      return Answer.NO;
    }
    List<Own> entries = flow.home.entries(address).stream().filter(Own::isLocal).toList();
    boolean known = !entries.isEmpty();
    if (!device().isEmpty()) {
      return known
          ? Answer.of(entries.stream().anyMatch(entry -> entry.device().equals(device())))
          : onUnknown(Answer.YES, Answer.NO);
    }
    boolean sure = flow.local.contains(address) || entries.stream().anyMatch(Own::sure);
    return sure ? Answer.YES : Answer.open(true);
  }

  /** The first address of a network that is behind an interface is one, too. */
  private Answer anycast() {
    boolean listed = flow.entries(address).stream().anyMatch(e -> e.type().equals(ANYCAST));
    Optional<List<HostRoute>> routes = flow.home.routes(Family.IPV6);
    boolean first =
        routes.isEmpty()
            || routes.get().stream().anyMatch(route -> route.network().base().equals(address));
    return listed || first ? Answer.open(false) : Answer.NO;
  }

  private Answer unreachable() {
    Optional<List<HostRoute>> routes = flow.home.routes(Family.IPV6);
    if (flow.isLocal(address) && asked.limit() == Limit.NONE) {
      return Answer.NO;
    }
    if (routes.isEmpty() || asked.limit() != Limit.NONE) {
      return Answer.open(false);
    }
    List<String> ways = new Routing.OfHost(routes.get()).to(address);
    return one(ways.stream().map(way -> Answer.of(way.isEmpty())));
  }
}
