package dev.fwlint.reach;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Condition;
import dev.fwlint.model.Firewall;
import dev.fwlint.packets.Space;
import java.util.ArrayList;
import java.util.List;

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

  /** Whether a rule has taken it out of tracking. */
  static final int UNTRACKED = 12;

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

  static final int FIRST_EXPRESSION = 31;

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
  final Expressions expressions;
  final Space space;

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
    expressions = Expressions.of(conditions, FIRST_EXPRESSION);
    space = new Space(fields());
  }

  static Fields of(Firewall firewall) {
    return new Fields(firewall);
  }

  private List<Space.Field> fields() {
    long high = family == Family.IPV6 ? -1L : 0;
    long low = family == Family.IPV6 ? -1L : 0xffff_ffffL;
    long last = names.count() - 1L;
    long types = ADDRESS_TYPES.size() - 1L;
    List<Space.Field> fields = new ArrayList<>();
    add(fields, "in", last, "out", last, "srcHigh", high, "src", low, "dstHigh", high, "dst", low);
    add(fields, "proto", 255L, "sport", 65_535L, "dport", 65_535L, "flags", 63L);
    add(fields, "tracked", 4L, "state", 4L, "untracked", 1L, "snat", 1L, "dnat", 1L, "reply", 1L);
    add(fields, "mark", marks.greatest(), "ctmark", marks.greatest());
    add(fields, "ttl", 255L, "length", 65_535L, "mac", 0xffff_ffff_ffffL, "pkttype", 2L);
    add(fields, "srcType", types, "dstType", types, "routedOut", last);
    add(fields, "otherDstHigh", high, "otherDst", low, "otherPort", 65_535L, "otherType", types);
    add(fields, "rerouted", 1L, "otherOut", last);
    for (int i = 0; i < expressions.fields(); i++) {
      add(fields, "expression" + i, 1L);
    }
    return fields;
  }

  private static void add(List<Space.Field> fields, Object... pairs) {
    for (int i = 0; i < pairs.length; i += 2) {
      fields.add(new Space.Field((String) pairs[i], (Long) pairs[i + 1]));
    }
  }
}
