package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.*;

import com.github.javabdd.BDD;
import com.github.javabdd.BDDFactory;
import com.github.javabdd.BDDVarSet;
import com.github.javabdd.JFactory;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.Space;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Sets of packets as decision diagrams over the bits of all fields. Fields that are copied to each
 * other have their bits side by side, else a copy would be exponential.
 */
final class Diagrams implements AutoCloseable {
  private static final List<List<Integer>> SIDE_BY_SIDE =
      List.of(
          List.of(STATE, TRACKED_STATE),
          List.of(IN),
          List.of(OUT, ROUTED_OUT, OTHER_OUT),
          List.of(MARK, CONNECTION_MARK, LATER_MARK, LATER_CONNECTION_MARK),
          List.of(DESTINATION_HIGH, OTHER_DESTINATION_HIGH),
          List.of(DESTINATION, OTHER_DESTINATION),
          List.of(DESTINATION_PORT, OTHER_PORT),
          List.of(DESTINATION_TYPE, OTHER_TYPE),
          List.of(TTL, LATER_TTL),
          List.of(DESTINATION_TRANSLATED, LATER_TRANSLATED));

  final BDDFactory factory;
  private final Space space;

  /** The variables of each field, its greatest bit first. */
  private final int[][] variables;

  private int used;
  private final Map<Clause.Test, BDD> known = new HashMap<>();

  Diagrams(Fields fields, int nodes) {
    space = fields.space;
    factory = JFactory.init(nodes, nodes / 4);
    factory.setMaxNodeNum(6_000_000);
    silence();
    variables = new int[space.size()][];
    for (List<Integer> together : SIDE_BY_SIDE) {
      place(together);
    }
    for (int expression : fields.expressionFields()) {
      place(List.of(expression, fields.later(expression)));
    }
    IntStream.range(0, space.size())
        .filter(field -> variables[field] == null)
        .forEach(field -> place(List.of(field)));
    factory.setVarNum(used);
  }

  /** It would print each garbage collection. */
  private void silence() {
    try {
      factory.registerGCCallback(this, Object.class.getMethod("hashCode"));
      factory.registerResizeCallback(this, Object.class.getMethod("hashCode"));
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void place(List<Integer> together) {
    int most = together.stream().mapToInt(this::bits).max().orElse(0);
    together.forEach(field -> variables[field] = new int[bits(field)]);
    for (int bit = most - 1; bit >= 0; bit--) {
      for (int field : together) {
        if (bit < bits(field)) {
          variables[field][bits(field) - 1 - bit] = used++;
        }
      }
    }
  }

  private int bits(int field) {
    return 64 - Long.numberOfLeadingZeros(space.greatest(field));
  }

  /** Every packet. */
  BDD all() {
    BDD all = factory.one();
    for (int field = 0; field < space.size(); field++) {
      all = all.and(with(field, IntervalSet.all(space.greatest(field))));
    }
    return all;
  }

  BDD with(int field, IntervalSet values) {
    return known.computeIfAbsent(new Clause.Test(field, values), this::of);
  }

  private BDD of(Clause.Test test) {
    int field = test.field();
    IntervalSet values = test.values();
    BDD set = factory.zero();
    for (int i = 0; i < values.count(); i++) {
      BDD notAbove =
          values.hi(i) == space.greatest(field)
              ? atMostGreatest(field)
              : atLeast(field, values.hi(i) + 1).not();
      set = set.orWith(atLeast(field, values.lo(i)).andWith(notAbove));
    }
    return set;
  }

  private BDD atMostGreatest(int field) {
    long next = space.greatest(field) + 1;
    boolean full = next == 0 || next >>> (bits(field) == 64 ? 63 : bits(field)) > 0;
    return full ? factory.one() : atLeast(field, next).not();
  }

  private BDD atLeast(int field, long value) {
    BDD set = factory.one();
    for (int bit = 0; bit < bits(field); bit++) {
      BDD one = factory.ithVar(variables[field][bits(field) - 1 - bit]);
      set = (value >>> bit & 1) == 1 ? one.andWith(set) : one.orWith(set);
    }
    return set;
  }

  BDD without(BDD set, int field) {
    if (variables[field].length == 0) {
      return set.id();
    }
    BDDVarSet bits = factory.makeSet(variables[field]);
    return set.exist(bits).and(with(field, IntervalSet.all(space.greatest(field))));
  }

  BDD equal(int field, int other) {
    BDD equal = factory.one();
    for (int i = 0; i < variables[field].length; i++) {
      BDD one = factory.ithVar(variables[field][i]);
      equal = equal.andWith(one.biimpWith(factory.ithVar(variables[other][i])));
    }
    return equal;
  }

  BDD holds(Clause clause) {
    BDD set = factory.zero();
    for (List<Clause.Test> box : clause.boxes()) {
      BDD inside = factory.one();
      for (Clause.Test test : box) {
        inside = inside.and(with(test.field(), test.values()));
      }
      set = set.or(inside);
    }
    return clause.negated() ? set.not() : set;
  }

  BDD after(Assign assign, BDD set) {
    int field = assign.field();
    return switch (assign) {
      case Assign.Constant to -> without(set, field).and(with(field, IntervalSet.of(to.value())));
      case Assign.Unknown to -> without(set, field);
      case Assign.Copy to -> without(set, field).and(equal(field, to.from()));
      case Assign.Mapped to -> mapped(to, set);
      case Assign.When to -> {
        BDD when = with(to.test().field(), to.test().values());
        yield after(to.then(), set.and(when)).or(set.and(when.not()));
      }
    };
  }

  /** For each new value, the packets with an old one that leads there. */
  private BDD mapped(Assign.Mapped to, BDD set) {
    Map<Long, IntervalSet> olds = new HashMap<>();
    for (long old = 0; old <= to.greatest(); old++) {
      olds.merge(to.change().applyAsLong(old), IntervalSet.of(old), IntervalSet::union);
    }
    BDD any = without(set, to.field());
    if (any.equals(set)) {
      IntervalSet news =
          olds.keySet().stream().map(IntervalSet::of).reduce(IntervalSet.EMPTY, IntervalSet::union);
      return any.and(with(to.field(), news));
    }
    BDD result = factory.zero();
    for (Map.Entry<Long, IntervalSet> entry : olds.entrySet()) {
      BDD own = without(set.and(with(to.field(), entry.getValue())), to.field());
      result = result.orWith(own.andWith(with(to.field(), IntervalSet.of(entry.getKey())).id()));
    }
    return result;
  }

  @Override
  public void close() {
    factory.done();
  }
}
