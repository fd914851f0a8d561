package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Address;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Condition.AddressType.Limit;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.ConnState;
import dev.fwlint.model.ConnectionPart;
import dev.fwlint.model.Host;
import dev.fwlint.model.Network;
import dev.fwlint.model.Protocols;
import dev.fwlint.model.Range;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.reach.Clause.Test;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** From conditions to clauses. What has no exact clause leaves its step open. */
final class Translator {
  private static final IntervalSet WITH_PORTS =
      IntervalSet.where(255, number -> Protocols.hasPorts((int) number));

  private final Fields fields;
  private final List<Clause> clauses = new ArrayList<>();
  private boolean open;

  private Translator(Fields fields) {
    this.fields = fields;
  }

  /**
   * @param template whether the packets may have a template's connection instead of their own; what
   *     rules ask about that is not told apart
   */
  static Demand demand(List<Condition> conditions, Fields fields, boolean template) {
    Translator translator = new Translator(fields);
    for (Condition condition : conditions) {
      if (template && asksConnection(condition)) {
        translator.leaveOpen();
      } else {
        translator.add(condition);
      }
    }
    return new Demand(translator.clauses, translator.open);
  }

  /** Whether a condition asks about more of the connection than the packet's state. */
  private static boolean asksConnection(Condition condition) {
    return switch (condition) {
      case Condition.Mark c -> c.ofConnection();
      case Condition.Connection c ->
          !c.parts().stream()
              .allMatch(part ->
                  part instanceof ConnectionPart.States asked
                      && !asked.states().contains(ConnState.SNAT)
                      && !asked.states().contains(ConnState.DNAT));
      default -> false;
    };
  }

  private void add(Condition condition) {
    switch (condition) {
      case Condition.Interface c -> one(c.in() ? IN : OUT, fields.names.values(c), c.negated());
      case Condition.InNetwork c -> network(c);
      case Condition.InRange c -> range(c);
      case Condition.Protocol c -> one(PROTOCOL, IntervalSet.of(c.number()), c.negated());
      case Condition.Port c -> {
        one(PROTOCOL, WITH_PORTS, false);
        one(c.end() == End.SOURCE ? SOURCE_PORT : DESTINATION_PORT, set(c.ports()), c.negated());
      }
      case Condition.EitherPort c -> either(c);
      case Condition.Icmp c -> icmp(c);
      case Condition.TcpFlags c -> {
        one(PROTOCOL, IntervalSet.of(Protocols.TCP), false);
        one(TCP_FLAGS, IntervalSet.where(63, f -> (f & c.mask()) == c.set()), c.negated());
      }
      case Condition.Connection c -> new ConnectionTranslator(fields, this).add(c);
      case Condition.Mark c -> mark(c);
      case Condition.AddressType c -> addressType(c);
      case Condition.SourceMac c -> {
        one(IN, IntervalSet.of(Names.NONE).union(IntervalSet.of(fields.names.number("lo"))), true);
        one(MAC, IntervalSet.of(c.mac()), c.negated());
      }
      case Condition.PacketType c -> {
        int type = PACKET_TYPES.indexOf(c.type());
        one(PACKET_TYPE, type < 0 ? IntervalSet.EMPTY : IntervalSet.of(type), c.negated());
      }
      case Condition.Ttl c -> one(TTL, set(c.values()), c.negated());
      case Condition.Length c -> one(LENGTH, set(c.bytes()), c.negated());
      case Condition.Fragment c -> expression(c.expression(), c.negated());
      case Condition.InSet c -> set(c);
      case Condition.Always c -> {
        if (!c.holds()) {
          one(PROTOCOL, IntervalSet.EMPTY, false);
        }
      }
      case Condition.Unknown c when c.timed() -> open = true;
      case Condition.Unknown c -> expression(c.expression(), c.negated());
    }
  }

  void leaveOpen() {
    open = true;
  }

  void clause(Clause clause) {
    clauses.add(clause);
  }

  void one(int field, IntervalSet values, boolean negated) {
    all(List.of(new Test(field, values)), negated);
  }

  private void all(List<Test> tests, boolean negated) {
    clauses.add(Clause.of(fields.space, tests, negated));
  }

  /** Asked once, it may hold or not; asked again of the same packet, the answer is the same. */
  void expression(String expression, boolean negated) {
    Optional<Integer> field = fields.field(expression);
    if (field.isPresent()) {
      one(field.get(), IntervalSet.of(1), negated);
    } else {
      open = true;
    }
  }

  static IntervalSet set(Range range) {
    return range.from() > range.to() ? IntervalSet.EMPTY : IntervalSet.of(range.from(), range.to());
  }

  static IntervalSet set(List<Range> ranges) {
    return ranges.stream().map(Translator::set).reduce(IntervalSet.EMPTY, IntervalSet::union);
  }

  private void network(Condition.InNetwork c) {
    boolean source = c.end() == End.SOURCE;
    network(
        source ? SOURCE_HIGH : DESTINATION_HIGH,
        source ? SOURCE : DESTINATION,
        c.network(),
        c.negated());
  }

  /** That an address, in two fields, is in a network; a mask with holes is one expression. */
  void network(int high, int low, Network network, boolean negated) {
    if (!network.mask().equals(Address.mask(fields.family, network.bits()))) {
      expression(low + " " + network, negated);
      return;
    }
    List<Test> tests = new ArrayList<>();
    if (fields.family == Family.IPV6) {
      tests.add(new Test(high, block(network.base().high(), network.mask().high(), -1L)));
    }
    long greatest = fields.space.greatest(low);
    if (fields.family == Family.IPV4 || network.bits() > 64) {
      tests.add(new Test(low, block(network.base().low(), network.mask().low(), greatest)));
    }
    all(tests, negated);
  }

  private static IntervalSet block(long base, long mask, long greatest) {
    return IntervalSet.of(base, base | ~mask & greatest);
  }

  private void range(Condition.InRange c) {
    int high = c.end() == End.SOURCE ? SOURCE_HIGH : DESTINATION_HIGH;
    int low = c.end() == End.SOURCE ? SOURCE : DESTINATION;
    boolean backwards = c.from().compareTo(c.to()) > 0;
    if (backwards || c.from().high() == c.to().high()) {
      IntervalSet values =
          backwards ? IntervalSet.EMPTY : IntervalSet.of(c.from().low(), c.to().low());
      all(
          List.of(new Test(high, IntervalSet.of(c.from().high())), new Test(low, values)),
          c.negated());
    } else {
      wideRange(c, high, low);
    }
  }

  /** Over several upper halves: the lower ones matter in the first and in the last of them. */
  private void wideRange(Condition.InRange c, int high, int low) {
    long first = c.from().high();
    long last = c.to().high();
    long from = c.from().low();
    long to = c.to().low();
    one(high, c.negated() ? whole(c) : IntervalSet.of(first, last), c.negated());
    if (from != 0) {
      IntervalSet lows = c.negated() ? IntervalSet.of(from, -1) : IntervalSet.of(0, from - 1);
      all(List.of(new Test(high, IntervalSet.of(first)), new Test(low, lows)), true);
    }
    if (to != -1) {
      IntervalSet lows = c.negated() ? IntervalSet.of(0, to) : IntervalSet.of(to + 1, -1);
      all(List.of(new Test(high, IntervalSet.of(last)), new Test(low, lows)), true);
    }
  }

  /** The upper halves all of whose addresses are in the range. */
  private static IntervalSet whole(Condition.InRange c) {
    long from = c.from().low() == 0 ? c.from().high() : c.from().high() + 1;
    long to = c.to().low() == -1 ? c.to().high() : c.to().high() - 1;
    return Long.compareUnsigned(from, to) > 0 ? IntervalSet.EMPTY : IntervalSet.of(from, to);
  }

  /** One of the ports: not that both are others. */
  private void either(Condition.EitherPort c) {
    one(PROTOCOL, WITH_PORTS, false);
    IntervalSet others = set(c.ports()).complement(0xffff);
    List<Test> neither = List.of(new Test(SOURCE_PORT, others), new Test(DESTINATION_PORT, others));
    clauses.add(c.negated() ? Clause.all(neither) : Clause.notAll(neither));
  }

  private void icmp(Condition.Icmp c) {
    one(PROTOCOL, IntervalSet.of(fields.icmp()), false);
    boolean any = c.type() == 255;
    IntervalSet types = any ? IntervalSet.all(0xffff) : IntervalSet.of(c.type());
    IntervalSet codes = any ? IntervalSet.all(0xffff) : set(c.codes());
    all(List.of(new Test(SOURCE_PORT, types), new Test(DESTINATION_PORT, codes)), c.negated());
  }

  private void mark(Condition.Mark c) {
    if (c.ofConnection()) {
      one(STATE, ConnectionTranslator.CONNECTED, false);
    }
    Optional<IntervalSet> values = fields.marks.values(c);
    values.ifPresentOrElse(
        v -> one(c.ofConnection() ? CONNECTION_MARK : MARK, v, c.negated()), this::leaveOpen);
  }

  /** Where the set itself does not say, its expression does. */
  private void set(Condition.InSet c) {
    Membership members = fields.members(c);
    Optional<Integer> field = fields.field(c.expression());
    if (members.isExact() || field.isPresent()) {
      member(members, new Test(field.orElse(IN), IntervalSet.of(1)), c.negated());
      return;
    }
    open = true;
    if (!c.negated()) {
      clauses.add(Clause.any(fields.space, members.possible(), false));
    }
  }

  /**
   * That a packet is a member, where that is not certain as a test tells: of those that may be
   * members, all that are so for sure, and of the others those that the test holds of.
   */
  private void member(Membership members, Test open, boolean negated) {
    if (members.isExact()) {
      clauses.add(Clause.any(fields.space, members.possible(), negated));
      return;
    }
    List<List<Test>> perhaps = new ArrayList<>();
    for (List<Test> box : members.possible()) {
      List<Test> asked = new ArrayList<>(box);
      asked.add(open);
      perhaps.add(asked);
    }
    perhaps.addAll(members.certain());
    clauses.add(Clause.any(fields.space, perhaps, negated));
  }

  private void addressType(Condition.AddressType c) {
    if (fields.host.isPresent() && hostType(c, fields.host.get())) {
      return;
    }
    int field = c.end() == End.SOURCE ? SOURCE_TYPE : DESTINATION_TYPE;
    boolean exact =
        (fields.family == Family.IPV4 || c.types().size() == 1)
            && (c.limit() == Limit.NONE || !c.types().contains("LOCAL"));
    if (!exact || fields.family == Family.IPV6 && c.types().equals(Set.of("UNICAST"))) {
      open = true;
      return;
    }
    IntervalSet values = types(c.types());
    boolean rare = c.types().stream().anyMatch(type -> !ADDRESS_TYPES.contains(type));
    if (rare) {
      open = true;
    } else {
      one(field, values, c.negated());
    }
  }

  /** In IPv4 each address has one type; in IPv6 that it is the host's own is one thing to be. */
  private boolean hostType(Condition.AddressType c, HostTypes host) {
    boolean v4 = fields.family == Family.IPV4;
    if (!v4 && !c.types().equals(Set.of(Host.LOCAL))) {
      return false;
    }
    if (c.limit() != Limit.NONE) {
      open = true;
      return true;
    }
    boolean source = c.end() == End.SOURCE;
    Membership members = host.of(c.types(), source ? SOURCE_HIGH : DESTINATION_HIGH);
    Test asked = new Test(source ? SOURCE_TYPE : DESTINATION_TYPE, types(c.types()));
    member(members, asked, c.negated());
    return true;
  }

  private static IntervalSet types(Set<String> types) {
    return IntervalSet.where(
        ADDRESS_TYPES.size() - 1, type -> types.contains(ADDRESS_TYPES.get((int) type)));
  }
}
