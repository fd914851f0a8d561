package dev.fwlint.reach;

import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.Product;
import java.util.function.LongUnaryOperator;

/** A change of one field. What is asked after it is asked of the changed packet. */
sealed interface Assign {
  int field();

  State forward(State state);

  /**
   * What has to hold before, so that {@code after} holds behind, of packets that it happens to as
   * it does to one in this state; {@code after} says nothing of a field that is not known behind.
   */
  Product before(Product after, State state);

  /**
   * Whether what holds behind hangs on this change itself, and not only on what it was made from.
   */
  default boolean concerns(Product after) {
    return !after.set(field()).isAll(after.space().greatest(field()));
  }

  /** To a value. */
  record Constant(int field, long value) implements Assign {
    @Override
    public State forward(State state) {
      return state.with(field, value);
    }

    @Override
    public Product before(Product after, State state) {
      return after.without(field);
    }
  }

  /** To something that cannot be told. */
  record Unknown(int field) implements Assign {
    @Override
    public State forward(State state) {
      return state.withUnknown(field);
    }

    @Override
    public Product before(Product after, State state) {
      return after.without(field);
    }
  }

  /** To what another field has. */
  record Copy(int field, int from) implements Assign {
    @Override
    public State forward(State state) {
      return state.copied(from, field);
    }

    @Override
    public Product before(Product after, State state) {
      IntervalSet values = after.set(field);
      return after.without(field).with(from, values);
    }
  }

  /** To a function of what it was; {@code greatest} is small, so that all values can be tried. */
  record Mapped(int field, int greatest, LongUnaryOperator change) implements Assign {
    @Override
    public State forward(State state) {
      return state.isUnknown(field)
          ? state
          : state.with(field, change.applyAsLong(state.get(field)));
    }

    @Override
    public Product before(Product after, State state) {
      IntervalSet values = after.set(field);
      IntervalSet origin =
          IntervalSet.where(greatest, old -> values.contains(change.applyAsLong(old)));
      return after.without(field).with(field, origin);
    }
  }

  /** To the same as by another change, where a test holds; else it stays. */
  record When(Clause.Test test, Assign then) implements Assign {
    @Override
    public int field() {
      return then.field();
    }

    @Override
    public State forward(State state) {
      if (state.isUnknown(test.field())) {
        return state.withUnknown(field());
      }
      return test.holds(state) ? then.forward(state) : state;
    }

    @Override
    public Product before(Product after, State state) {
      if (state.isUnknown(test.field()) || !concerns(after)) {
        return after;
      }
      return test.holds(state)
          ? then.before(after, state).with(test.field(), test.values())
          : after.with(
              test.field(), test.values().complement(after.space().greatest(test.field())));
    }
  }
}
