package dev.fwlint.reach;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Condition;
import dev.fwlint.model.ConnectionPart;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Protocols;
import dev.fwlint.packets.Space;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a packet is made of, for one ruleset: which values it tells apart, and which number each
 * field has.
 */
final class Fields {
  static final int IN = 0;

  /** The out interface as a rule sees it where the packet is now. */
  static final int OUT = 1;

  static final int SOURCE_HIGH = 2;
  static final int SOURCE = 3;
  static final int DESTINATION_HIGH = 4;
  static final int DESTINATION = 5;
  static final int PROTOCOL = 6;

  /** Source port, or ICMP type. */
  static final int SOURCE_PORT = 7;

  /** Destination port, or ICMP code. */
  static final int DESTINATION_PORT = 8;

  static final int TCP_FLAGS = 9;

  /** The connection's state as conntrack will find it. */
  static final int TRACKED_STATE = 10;

  /** The connection's state as a rule sees it where the packet is now. */
  static final int STATE = 11;

  /** Whether what the host sends is known to conntrack before it sets out. */
  static final int ATTACHED = 12;

  static final int SOURCE_TRANSLATED = 13;
  static final int DESTINATION_TRANSLATED = 14;

  /** Whether it goes the way of the connection's first packet. */
  static final int REPLY = 15;

  static final int MARK = 16;
  static final int CONNECTION_MARK = 17;
  static final int TTL = 18;
  static final int LENGTH = 19;
  static final int MAC = 20;
  static final int PACKET_TYPE = 21;
  static final int SOURCE_TYPE = 22;
  static final int DESTINATION_TYPE = 23;

  /** The interface that routing finds. */
  static final int ROUTED_OUT = 24;

  /** Where an established connection's packet is translated to. */
  static final int OTHER_DESTINATION_HIGH = 25;

  static final int OTHER_DESTINATION = 26;
  static final int OTHER_PORT = 27;
  static final int OTHER_TYPE = 28;

  /**
   * Whether what the host sends is routed anew, because a rule has given it another destination.
   */
  static final int REROUTED = 29;

  /** The interface that routing finds then. */
  static final int OTHER_OUT = 30;

  /** What these are once something unknown may have changed them. */
  static final int LATER_MARK = 31;

  static final int LATER_CONNECTION_MARK = 32;
  static final int LATER_TTL = 33;

  static final int LATER_TRANSLATED = 34;

  /**
   * The connection's tuples: what {@code --ctorigsrc} and its like ask; ctproto is the packet's.
   */
  static final int ORIGINAL_SOURCE_HIGH = 35;

  static final int ORIGINAL_SOURCE = 36;
  static final int ORIGINAL_DESTINATION_HIGH = 37;
  static final int ORIGINAL_DESTINATION = 38;
  static final int ORIGINAL_SOURCE_PORT = 39;
  static final int ORIGINAL_DESTINATION_PORT = 40;
  static final int REPLY_SOURCE_HIGH = 41;
  static final int REPLY_SOURCE = 42;
  static final int REPLY_DESTINATION_HIGH = 43;
  static final int REPLY_DESTINATION = 44;
  static final int REPLY_SOURCE_PORT = 45;
  static final int REPLY_DESTINATION_PORT = 46;

  static final int FIRST_EXPRESSION = 47;

  /**
   * Sets of one dimension ask for an address and nothing else; a socket keeps its owner, and a
   * header its class and its options until a target changes them.
   */
  private static final Pattern OF_THE_SOURCE =
      Pattern.compile("-m set --match-set \\S+ src|-m (owner|dscp|tos|ecn|tcpmss) .*");

  private static final Pattern OF_THE_DESTINATION = Pattern.compile("-m set --match-set \\S+ dst");

  static final int NEW = 0;
  static final int ESTABLISHED = 1;
  static final int RELATED = 2;
  static final int INVALID = 3;
  static final int UNTRACKED_STATE = 4;

  static final List<String> PACKET_TYPES = List.of("unicast", "broadcast", "multicast");
  static final List<String> ADDRESS_TYPES =
      List.of("UNICAST", "LOCAL", "BROADCAST", "MULTICAST", "UNSPEC", "other");

  final Family family;
  final Names names;
  final Marks marks;
  final Space space;

  /** The unmodelled expressions that are asked more than once, and their fields. */
  private final Map<String, Integer> expressions = new HashMap<>();

  /** The expressions among them that hold of fragments alone. */
  private final Set<String> fragments = new HashSet<>();

  /** What a trace goes on as if of an expression. */
  private final Map<String, Boolean> guesses = new HashMap<>();

  private Fields(Firewall firewall) {
    family = firewall.family();
    List<Condition> conditions =
        firewall.steps().flatMap(step -> step.conditions().stream()).toList();
    names = Names.of(conditions.stream());
    marks =
        Marks.of(
            conditions.stream()
                .filter(Condition.Mark.class::isInstance)
                .map(Condition.Mark.class::cast)
                .toList());
    number(conditions);
    space = new Space(fields());
  }

  static Fields of(Firewall firewall) {
    return new Fields(firewall);
  }

  private void number(List<Condition> conditions) {
    Map<String, Integer> counts = new HashMap<>();
    for (Condition condition : conditions) {
      switch (condition) {
        case Condition.Unknown asked when !asked.timed() -> {
          counts.merge(asked.expression(), 1, Integer::sum);
          guesses.put(asked.expression(), asked.guess());
        }
        case Condition.Fragment asked -> {
          // of whole packets it is known, however often it is asked
          counts.merge(asked.expression(), 2, Integer::sum);
          fragments.add(asked.expression());
        }
        case Condition.Connection asked ->
            asked.parts().stream()
                .filter(ConnectionPart.Status.class::isInstance)
                .forEach(part ->
                    counts.merge(expression((ConnectionPart.Status) part), 1, Integer::sum));
        default -> {}
      }
    }
    counts.forEach((expression, count) -> {
      if (count > 1) {
        expressions.put(expression, FIRST_EXPRESSION + expressions.size());
      }
    });
  }

  /** A question about the connection's status in one spelling, its negation left out. */
  static String expression(ConnectionPart.Status part) {
    return "ctstatus " + part.statuses();
  }

  /** The number of the family's ICMP. */
  int icmp() {
    return family == Family.IPV4 ? Protocols.ICMP : Protocols.ICMPV6;
  }

  Optional<Integer> field(String expression) {
    return Optional.ofNullable(expressions.get(expression));
  }

  /** The expression that a field tells of. */
  Optional<String> expression(int field) {
    return expressions.entrySet().stream()
        .filter(entry -> entry.getValue() == field || later(entry.getValue()) == field)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The field that tells what a field is once something unknown may have changed it. */
  int later(int field) {
    return switch (field) {
      case MARK -> LATER_MARK;
      case CONNECTION_MARK -> LATER_CONNECTION_MARK;
      case TTL -> LATER_TTL;
      case DESTINATION_TRANSLATED -> LATER_TRANSLATED;
      default -> field + expressions.size();
    };
  }

  /** The fields of the expressions that may change where a packet comes to another hook. */
  List<Integer> fleeting() {
    return expressionFields(asked ->
        !OF_THE_SOURCE.matcher(asked).matches() && !OF_THE_DESTINATION.matcher(asked).matches());
  }

  /** The fields of the expressions that may change where a packet is sent elsewhere. */
  List<Integer> ofTheDestination() {
    return expressionFields(asked -> !OF_THE_SOURCE.matcher(asked).matches());
  }

  /** The fields of all expressions that ask about what a rule can change. */
  List<Integer> expressionFields() {
    return expressionFields(asked -> true);
  }

  private List<Integer> expressionFields(Predicate<String> which) {
    return expressions.entrySet().stream()
        .filter(entry -> which.test(entry.getKey()))
        .map(Map.Entry::getValue)
        .sorted()
        .toList();
  }

  /** The fields of some expressions: of those that have one. */
  List<Integer> of(Set<String> asked) {
    return expressionFields(asked::contains);
  }

  /** The fields that tell of fragments alone. */
  List<Integer> ofFragments() {
    return fragments.stream()
        .map(expressions::get)
        .flatMap(field -> Stream.of(field, later(field)))
        .sorted()
        .toList();
  }

  /** By the fields of each expression, whether a trace goes on as if it held. */
  Map<Integer, Boolean> guesses() {
    Map<Integer, Boolean> byField = new TreeMap<>();
    expressions.forEach((expression, field) -> {
      boolean holds = guesses.getOrDefault(expression, false);
      byField.put(field, holds);
      byField.put(later(field), holds);
    });
    return byField;
  }

  private List<Space.Field> fields() {
    long high = family == Family.IPV6 ? -1L : 0;
    long low = family == Family.IPV6 ? -1L : 0xffff_ffffL;
    long last = names.count() - 1L;
    long types = ADDRESS_TYPES.size() - 1L;
    List<Space.Field> fields = new ArrayList<>();
    add(fields, "in", last, "out", last, "srcHigh", high, "src", low, "dstHigh", high, "dst", low);
    add(fields, "proto", 255L, "sport", 65_535L, "dport", 65_535L, "flags", 63L);
    add(fields, "tracked", 4L, "state", 4L, "attached", 1L, "snat", 1L, "dnat", 1L, "reply", 1L);
    add(fields, "mark", marks.greatest(), "ctmark", marks.greatest());
    add(fields, "ttl", 255L, "length", 65_535L, "mac", 0xffff_ffff_ffffL, "pkttype", 2L);
    add(fields, "srcType", types, "dstType", types, "routedOut", last);
    add(fields, "otherDstHigh", high, "otherDst", low, "otherPort", 65_535L, "otherType", types);
    add(fields, "rerouted", 1L, "otherOut", last);
    add(fields, "laterMark", marks.greatest(), "laterCtmark", marks.greatest(), "laterTtl", 255L);
    add(fields, "laterDnat", 1L);
    for (String tuple : List.of("orig", "repl")) {
      add(fields, tuple + "SrcHigh", high, tuple + "Src", low);
      add(fields, tuple + "DstHigh", high, tuple + "Dst", low);
      add(fields, tuple + "SrcPort", 65_535L, tuple + "DstPort", 65_535L);
    }
    expressions.values().stream().sorted().forEach(n -> add(fields, "expression" + n, 1L));
    expressions.values().stream().sorted().forEach(n -> add(fields, "later" + n, 1L));
    return fields;
  }

  private static void add(List<Space.Field> fields, Object... pairs) {
    for (int i = 0; i < pairs.length; i += 2) {
      fields.add(new Space.Field((String) pairs[i], (Long) pairs[i + 1]));
    }
  }
}
