package dev.fwlint.trace;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.AddressType.Limit;
import dev.fwlint.model.Condition.End;
import java.util.Set;

/**
 * What {@code -m addrtype} answers (net/netfilter/xt_addrtype.c); the host's subnets are not known.
 */
final class AddressTypes {
  private AddressTypes() {}

  static Answer ask(Condition.AddressType condition, Flow flow) {
    Address address = condition.end() == End.SOURCE ? flow.source : flow.destination;
    return address.family() == Family.IPV4
        ? v4(condition, address, flow)
        : v6(condition.types(), condition.limit(), address, flow);
  }

  private static Answer v4(Condition.AddressType condition, Address address, Flow flow) {
    Set<String> types = condition.types();
    if (Flow.isBroadcast(address)) {
      return Answer.of(types.contains("BROADCAST"));
    }
    if (Flow.isMulticast(address)) {
      return Answer.of(types.contains("MULTICAST"));
    }
    if (!flow.isLocal(address)) {
      return Answer.of(types.contains("UNICAST"));
    }
    Answer local = onInterface(condition.limit(), address, flow);
    boolean ifLocal = types.contains("LOCAL");
    boolean ifNot = types.contains("UNICAST");
    if (ifLocal == ifNot) {
      return Answer.of(ifLocal);
    }
    return ifLocal ? local : local.negatedIf(true);
  }

  /**
   * Every type that is asked has to hold, save that of the three that need a route one suffices.
   */
  private static Answer v6(Set<String> types, Limit limit, Address address, Flow flow) {
    boolean unspecified = address.high() == 0 && address.low() == 0;
    boolean multicast = Flow.isMulticast(address);
    if (types.contains("MULTICAST") && !multicast
        || types.contains("UNICAST") && (multicast || unspecified)
        || types.contains("UNSPEC") && !unspecified) {
      return Answer.NO;
    }
    boolean routed =
        types.contains("LOCAL") || types.contains("ANYCAST") || types.contains("UNREACHABLE");
    if (!routed) {
      return Answer.YES;
    }
    return types.contains("LOCAL") && flow.isLocal(address)
        ? onInterface(limit, address, flow)
        : Answer.NO;
  }

  /** Which of the host's addresses is on which interface is not known, loopback aside. */
  private static Answer onInterface(Limit limit, Address address, Flow flow) {
    if (limit == Limit.NONE) {
      return Answer.YES;
    }
    String name = limit == Limit.IN_INTERFACE ? flow.in : flow.out;
    if (Flow.isLoopback(address)) {
      return Answer.of(name.equals("lo"));
    }
    return Answer.open(!name.equals("lo"));
  }
}
