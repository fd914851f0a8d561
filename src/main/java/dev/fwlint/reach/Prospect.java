package dev.fwlint.reach;

import dev.fwlint.packets.Product;
import java.util.List;
import java.util.stream.IntStream;

/** A chain as it looks to who asks whether packets meet one decision in it and nothing else. */
final class Prospect {
  /** What a step is to a packet that should meet the decision alone. */
  enum Role {
    /** Decides so. */
    SAME,
    /** Does something else, or may. */
    OTHER,
    /** A RETURN. */
    AWAY,
    /** Leads to a chain that may do something else. */
    INTO,
    /** Leads to a chain that decides so or comes back. */
    HARMLESS
  }

  /** The steps, each with what it asks before it does anything. */
  private final List<Op> ops;

  private final List<Role> roles;
  private final Index index;

  /** The places of the steps that a packet has to be kept from, and an index of these. */
  private final int[] rivals;

  private final Index rivalry;

  Prospect(List<Op> ops, List<Role> roles) {
    this.ops = List.copyOf(ops);
    this.roles = List.copyOf(roles);
    index = new Index(this.ops);
    rivals = IntStream.range(0, ops.size()).filter(i -> isRival(roles.get(i))).toArray();
    rivalry = new Index(IntStream.of(rivals).mapToObj(this.ops::get).toList());
  }

  private static boolean isRival(Role role) {
    return role != Role.SAME && role != Role.HARMLESS;
  }

  /** Whether nothing else than the decision is met here. */
  boolean isHarmless() {
    return !ops.isEmpty()
        && roles.stream().noneMatch(role -> role == Role.OTHER || role == Role.INTO);
  }

  int size() {
    return ops.size();
  }

  Op op(int place) {
    return ops.get(place);
  }

  Role role(int place) {
    return roles.get(place);
  }

  Index.Cursor cursor(State state) {
    return index.cursor(state);
  }

  /** The rivals from one place up to another that may take some packets of a box, in no order. */
  IntStream rivals(Product box, int from, int to) {
    int first = place(from);
    int last = place(to);
    return first == last ? IntStream.empty() : rivalry.within(box, first, last).map(i -> rivals[i]);
  }

  /** How much it takes to find them. */
  int cost(Product box, int from, int to) {
    int first = place(from);
    int last = place(to);
    return first == last ? 0 : rivalry.cost(box, first, last);
  }

  private int place(int of) {
    return Index.first(rivals, 0, of);
  }
}
