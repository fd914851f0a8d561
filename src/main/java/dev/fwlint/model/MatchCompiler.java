package dev.fwlint.model;

import dev.fwlint.ast.MatchUse;
import dev.fwlint.ast.Option;
import dev.fwlint.extension.Value;
import dev.fwlint.model.Condition.AddressType.Limit;
import dev.fwlint.model.Condition.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a match asks. */
final class MatchCompiler {
  /** {@code --syn}: of FIN, SYN, RST and ACK, SYN alone. */
  private static final int SYN_MASK = 0x17;

  private static final int SYN = 0x02;
  private static final int ANY_ICMP_TYPE = 255;
  private static final int MOST_TTL = 255;

  /** Matches that ask nothing without options, and each option by itself. */
  private static final Set<String> TRANSPORT = Set.of("tcp", "udp", "sctp", "dccp", "udplite");

  private final OptionReader reader;

  MatchCompiler(OptionReader reader) {
    this.reader = reader;
  }

  /** All that must hold for the match to hold. */
  List<Condition> conditions(MatchUse match) {
    return switch (match.module()) {
      case "comment" -> List.of();
      case "conntrack", "state" -> new ConnectionCompiler(reader).conditions(match);
      case "addrtype" -> addressTypes(match);
      case "frag" -> List.of(UnknownMatches.fragment(match));
      case "ipv6header", "u32" -> List.of(UnknownMatches.told(match, told(match)));
      case "recent" -> List.of(UnknownMatches.recent(match));
      default -> each(match);
    };
  }

  /** One condition an option; where one of them is not modelled, the match as a whole is not. */
  private List<Condition> each(MatchUse match) {
    boolean separate = TRANSPORT.contains(match.module());
    List<Condition> conditions = new ArrayList<>();
    for (Option option : match.options()) {
      Optional<Condition> condition = condition(match, option);
      if (condition.isEmpty() && !separate) {
        return UnknownMatches.conditions(match);
      }
      conditions.add(condition.orElseGet(() -> UnknownMatches.option(match, option)));
    }
    return conditions.isEmpty() && !separate ? UnknownMatches.conditions(match) : conditions;
  }

  private Optional<Condition> condition(MatchUse match, Option option) {
    boolean negated = option.negated();
    if (option.name().equals("syn")) {
      return Optional.of(new Condition.TcpFlags(SYN_MASK, SYN, negated));
    }
    List<Value> values = reader.values(match, option);
    if (values.isEmpty()) {
      return Optional.empty();
    }
    Value value = values.getFirst();
    return switch (match.module() + " " + option.name()) {
      case "tcp sport", "udp sport", "sctp sport", "dccp sport", "multiport sports" ->
          Optional.of(new Condition.Port(End.SOURCE, Convert.ranges(value), negated));
      case "tcp dport", "udp dport", "sctp dport", "dccp dport", "multiport dports" ->
          Optional.of(new Condition.Port(End.DESTINATION, Convert.ranges(value), negated));
      case "multiport ports" ->
          Optional.of(new Condition.EitherPort(Convert.ranges(value), negated));
      case "mark mark", "connmark mark" -> mark(match.module().equals("connmark"), value, negated);
      case "length length" ->
          Optional.of(new Condition.Length(Convert.ranges(value).getFirst(), negated));
      default -> condition(option, values, negated);
    };
  }

  /** The options whose values tell what they ask. */
  private static Optional<Condition> condition(Option option, List<Value> values, boolean negated) {
    return switch (values.getFirst()) {
      case Value.TcpFlags mask
          when values.size() == 2 && values.get(1) instanceof Value.TcpFlags set ->
          Optional.of(new Condition.TcpFlags(mask.bits(), set.bits(), negated));
      case Value.AddressRange range when option.name().endsWith("-range") -> {
        End end = option.name().equals("src-range") ? End.SOURCE : End.DESTINATION;
        yield Optional.of(
            new Condition.InRange(
                end, Convert.address(range.from()), Convert.address(range.to()), negated));
      }
      case Value.Icmp icmp -> Optional.of(icmp(icmp, negated));
      case Value.Mac mac -> Optional.of(new Condition.SourceMac(mac.bits(), negated));
      case Value.Names names when option.name().equals("pkt-type") ->
          Optional.of(new Condition.PacketType(names.name(), negated));
      case Value.Range number when isTtl(option) ->
          Optional.of(new Condition.Ttl(ttl(option.name(), number.from()), negated));
      default -> Optional.empty();
    };
  }

  private static Optional<Condition> mark(boolean ofConnection, Value value, boolean negated) {
    return value instanceof Value.Masked masked
        ? Optional.of(new Condition.Mark(ofConnection, masked.value(), masked.mask(), negated))
        : Optional.empty();
  }

  private static Condition icmp(Value.Icmp icmp, boolean negated) {
    boolean one = icmp.types().from() == icmp.types().to();
    int type = one ? (int) icmp.types().from() : ANY_ICMP_TYPE;
    return new Condition.Icmp(type, Convert.range(icmp.codes()), negated);
  }

  private static boolean isTtl(Option option) {
    return option.name().startsWith("ttl-") || option.name().startsWith("hl-");
  }

  /** An empty range for what is below 0 or above 255. */
  private static Range ttl(String name, long number) {
    return switch (name.substring(name.indexOf('-') + 1)) {
      case "lt" -> new Range(0, number - 1);
      case "gt" -> new Range(number + 1, MOST_TTL);
      default -> Range.of(number);
    };
  }

  private Told told(MatchUse match) {
    for (Option option : match.options()) {
      switch (reader.value(match, option).orElse(null)) {
        case Value.Names names when option.name().equals("header") -> {
          boolean soft = match.option("soft").isPresent();
          return new Told.Headers(Set.copyOf(names.names()), soft, option.negated());
        }
        case Value.Text tests when option.name().equals("u32") -> {
          return new Told.Words(WordTests.of(tests.text()));
        }
        case null, default -> {}
      }
    }
    return new Told.Nothing();
  }

  private List<Condition> addressTypes(MatchUse match) {
    Limit limit =
        match.option("limit-iface-in").isPresent()
            ? Limit.IN_INTERFACE
            : match.option("limit-iface-out").isPresent() ? Limit.OUT_INTERFACE : Limit.NONE;
    List<Condition> conditions = new ArrayList<>();
    for (Option option : match.options()) {
      if (reader.value(match, option).orElse(null) instanceof Value.Names types) {
        End end = option.name().equals("src-type") ? End.SOURCE : End.DESTINATION;
        conditions.add(
            new Condition.AddressType(end, Set.copyOf(types.names()), limit, option.negated()));
      }
    }
    return conditions;
  }
}
