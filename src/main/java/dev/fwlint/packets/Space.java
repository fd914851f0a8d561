package dev.fwlint.packets;

import java.util.List;

/**
 * The fields that a packet has, in order. They are few or hundreds, most of them then of one bit;
 * what a product costs depends on the fields that it constrains alone. The order is that of a
 * decision diagram's variables: fields asked together should be near each other.
 */
public final class Space {
  /** A field, and the greatest value that it has; -1 when it has all 64 bits. */
  public record Field(String name, long greatest) {}

  private final List<Field> fields;
  private final IntervalSet[] all;

  public Space(List<Field> fields) {
    this.fields = List.copyOf(fields);
    all = fields.stream().map(f -> IntervalSet.all(f.greatest())).toArray(IntervalSet[]::new);
  }

  /** How many fields there are; they go by number, from 0. */
  public int size() {
    return all.length;
  }

  public String name(int field) {
    return fields.get(field).name();
  }

  public long greatest(int field) {
    return fields.get(field).greatest();
  }

  /** Every value of a field. */
  public IntervalSet all(int field) {
    return all[field];
  }

  @Override
  public String toString() {
    return fields.toString();
  }
}
