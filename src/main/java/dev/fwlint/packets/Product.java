package dev.fwlint.packets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The packets whose every field has a value of that field's set. Only fields that do not go free
 * are kept, so equal sets are equal objects.
 */
public final class Product {
  private static final int[] NO_FIELDS = {};

  private final Space space;
  private final int[] fields;
  private final IntervalSet[] sets;

  private Product(Space space, int[] fields, IntervalSet[] sets) {
    this.space = space;
    this.fields = fields;
    this.sets = sets;
  }

  /** Every packet. */
  public static Product all(Space space) {
    return new Product(space, NO_FIELDS, new IntervalSet[0]);
  }

  /** No packet: a set of its own shape, with one empty field and no other. */
  public static Product none(Space space) {
    return new Product(space, new int[] {0}, new IntervalSet[] {IntervalSet.EMPTY});
  }

  public Space space() {
    return space;
  }

  public boolean isEmpty() {
    return sets.length == 1 && sets[0].isEmpty();
  }

  public boolean isAll() {
    return sets.length == 0;
  }

  /** The fields that do not go free, in order. */
  public IntStream fields() {
    return Arrays.stream(fields);
  }

  /** The values that a field may have. */
  public IntervalSet set(int field) {
    int i = Arrays.binarySearch(fields, field);
    if (i >= 0) {
      return sets[i];
    }
    return isEmpty() ? IntervalSet.EMPTY : space.all(field);
  }

  /** Those packets of it that have one of these values in a field. */
  public Product with(int field, IntervalSet values) {
    IntervalSet old = set(field);
    IntervalSet both = old.intersect(values);
    return both.equals(old) ? this : replace(field, both);
  }

  /** Lets a field go free. */
  public Product without(int field) {
    return isEmpty() ? this : replace(field, space.all(field));
  }

  /** With other values for one field, which must be values that it can have. */
  Product replace(int field, IntervalSet values) {
    if (values.isEmpty()) {
      return none(space);
    }
    int i = Arrays.binarySearch(fields, field);
    boolean free = values.isAll(space.greatest(field));
    if (i < 0) {
      return free ? this : inserted(-i - 1, field, values);
    }
    if (free) {
      return removed(i);
    }
    IntervalSet[] changed = sets.clone();
    changed[i] = values;
    return new Product(space, fields, changed);
  }

  private Product inserted(int at, int field, IntervalSet values) {
    int[] moreFields = Arrays.copyOf(fields, fields.length + 1);
    IntervalSet[] moreSets = Arrays.copyOf(sets, sets.length + 1);
    System.arraycopy(fields, at, moreFields, at + 1, fields.length - at);
    System.arraycopy(sets, at, moreSets, at + 1, sets.length - at);
    moreFields[at] = field;
    moreSets[at] = values;
    return new Product(space, moreFields, moreSets);
  }

  private Product removed(int at) {
    int[] fewerFields = Arrays.copyOf(fields, fields.length - 1);
    IntervalSet[] fewerSets = Arrays.copyOf(sets, sets.length - 1);
    System.arraycopy(fields, at + 1, fewerFields, at, fields.length - at - 1);
    System.arraycopy(sets, at + 1, fewerSets, at, sets.length - at - 1);
    return new Product(space, fewerFields, fewerSets);
  }

  public boolean contains(Point point) {
    for (int i = 0; i < fields.length; i++) {
      if (!sets[i].contains(point.get(fields[i]))) {
        return false;
      }
    }
    return true;
  }

  public boolean containsAll(Product other) {
    for (int i = 0; i < fields.length; i++) {
      if (!sets[i].containsAll(other.set(fields[i]))) {
        return false;
      }
    }
    return true;
  }

  public boolean overlaps(Product other) {
    for (int i = 0; i < other.fields.length; i++) {
      if (!other.sets[i].overlaps(set(other.fields[i]))) {
        return false;
      }
    }
    return !isEmpty();
  }

  /** In how many fields another lets only some of these packets through; -1 if it lets none. */
  int crossings(Product other) {
    if (isEmpty()) {
      return -1;
    }
    int count = 0;
    for (int i = 0; i < other.fields.length; i++) {
      IntervalSet mine = set(other.fields[i]);
      if (!other.sets[i].containsAll(mine)) {
        if (!other.sets[i].overlaps(mine)) {
          return -1;
        }
        count++;
      }
    }
    return count;
  }

  public Product intersect(Product other) {
    if (fields.length < other.fields.length) {
      return other.intersect(this);
    }
    Product both = this;
    for (int i = 0; i < other.fields.length && !both.isEmpty(); i++) {
      both = both.with(other.fields[i], other.sets[i]);
    }
    return both;
  }

  /** What another leaves of this: disjoint, the largest first, at most one for each field of it. */
  public List<Product> subtract(Product other) {
    if (!overlaps(other)) {
      return isEmpty() ? List.of() : List.of(this);
    }
    List<Product> pieces = new ArrayList<>();
    Product rest = this;
    for (int field : other.byShare(this)) {
      IntervalSet mine = set(field);
      pieces.add(rest.replace(field, mine.subtract(other.set(field))));
      rest = rest.replace(field, mine.intersect(other.set(field)));
    }
    return pieces;
  }

  /**
   * The fields in which this takes only some of another's packets, those where it takes few first.
   */
  private int[] byShare(Product of) {
    int[] crossed = fields().filter(f -> !set(f).containsAll(of.set(f))).toArray();
    if (crossed.length < 2) {
      return crossed;
    }
    return Arrays.stream(crossed)
        .boxed()
        .sorted(Comparator.comparingDouble(f -> share(f, of)))
        .mapToInt(f -> f)
        .toArray();
  }

  private double share(int field, Product of) {
    IntervalSet all = of.set(field);
    return all.intersect(set(field)).size() / all.size();
  }

  /** Which part of another that is not empty is in this. */
  double share(Product of) {
    double share = 1;
    for (int field : fields) {
      share *= share(field, of);
    }
    return share;
  }

  /**
   * The union with another where that is a product too: where one holds the other, or one field
   * differs.
   */
  Optional<Product> join(Product other) {
    if (containsAll(other)) {
      return Optional.of(this);
    }
    if (other.containsAll(this)) {
      return Optional.of(other);
    }
    int field = onlyDifference(other);
    return field >= 0
        ? Optional.of(replace(field, set(field).union(other.set(field))))
        : Optional.empty();
  }

  /** The one field in which another differs, or -1 if there are more. */
  private int onlyDifference(Product other) {
    int only = -1;
    for (int i = 0; i < fields.length; i++) {
      if (!sets[i].equals(other.set(fields[i]))) {
        if (only >= 0) {
          return -1;
        }
        only = fields[i];
      }
    }
    for (int i = 0; i < other.fields.length; i++) {
      if (other.fields[i] != only && !other.sets[i].equals(set(other.fields[i]))) {
        if (only >= 0) {
          return -1;
        }
        only = other.fields[i];
      }
    }
    return only;
  }

  /** One of its packets, the preferred one. */
  public Point pick(Preferences preferences) {
    if (isEmpty()) {
      throw new NoSuchElementException("no packet");
    }
    int length = fields.length == 0 ? 0 : fields[fields.length - 1] + 1;
    long[] values = preferences.first().values(length);
    for (int i = 0; i < fields.length; i++) {
      values[fields[i]] = preferences.pick(fields[i], sets[i]);
    }
    return Point.of(values);
  }

  /** One of its packets: another, changed where it has to be, to preferred values. */
  public Point near(Point other, Preferences preferences) {
    if (isEmpty()) {
      throw new NoSuchElementException("no packet");
    }
    int length = fields.length == 0 ? 0 : fields[fields.length - 1] + 1;
    long[] values = other.values(length);
    for (int i = 0; i < fields.length; i++) {
      if (!sets[i].contains(values[fields[i]])) {
        values[fields[i]] = preferences.pick(fields[i], sets[i]);
      }
    }
    return Point.of(values);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Product product
        && Arrays.equals(fields, product.fields)
        && Arrays.equals(sets, product.sets);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(fields) + Arrays.hashCode(sets);
  }

  @Override
  public String toString() {
    return fields()
        .mapToObj(f -> space.name(f) + set(f))
        .collect(Collectors.joining(" ", "[", "]"));
  }
}
