package dev.fwlint.packets;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A union of products. They may overlap; none holds another, and two that make up one product are
 * one. The same packets can be written in several ways: compare with {@link #containsAll}.
 */
public final class PacketSet {
  private final Space space;
  private final List<Product> products;

  private PacketSet(Space space, List<Product> products) {
    this.space = space;
    this.products = products;
  }

  public static PacketSet none(Space space) {
    return new PacketSet(space, List.of());
  }

  public static PacketSet all(Space space) {
    return of(Product.all(space));
  }

  public static PacketSet of(Product product) {
    return new PacketSet(product.space(), product.isEmpty() ? List.of() : List.of(product));
  }

  /** The union of products of one space. */
  public static PacketSet union(Space space, Iterable<Product> products) {
    List<Product> joined = new ArrayList<>();
    products.forEach(product -> add(product, joined));
    return new PacketSet(space, List.copyOf(joined));
  }

  private static void add(Product product, List<Product> joined) {
    if (product.isEmpty()) {
      return;
    }
    Product whole = product;
    int i = 0;
    while (i < joined.size()) {
      Product other = joined.get(i);
      Optional<Product> both = other.join(whole);
      if (both.isEmpty()) {
        i++;
      } else if (both.get().equals(other)) {
        return;
      } else {
        // What has grown may now make up one product with those that were passed.
        whole = both.get();
        joined.remove(i);
        i = 0;
      }
    }
    joined.add(whole);
  }

  public Space space() {
    return space;
  }

  public List<Product> products() {
    return products;
  }

  public boolean isEmpty() {
    return products.isEmpty();
  }

  public boolean contains(Point point) {
    return products.stream().anyMatch(product -> product.contains(point));
  }

  public boolean overlaps(Product other) {
    for (Product product : products) {
      if (product.overlaps(other)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether it holds all of another.
   *
   * @throws IllegalStateException if that takes too much to find out; see {@link Cover.Undecided}
   */
  public boolean containsAll(PacketSet other) {
    return switch (Cover.of(other, products, Preferences.NONE)) {
      case Cover.Covered _ -> true;
      case Cover.Open _ -> false;
      case Cover.Undecided _ -> throw new IllegalStateException("too tangled a set");
    };
  }

  public PacketSet union(PacketSet other) {
    List<Product> joined = new ArrayList<>(products);
    other.products.forEach(product -> add(product, joined));
    return new PacketSet(space, List.copyOf(joined));
  }

  public PacketSet intersect(Product other) {
    return intersect(of(other));
  }

  public PacketSet intersect(PacketSet other) {
    List<Product> joined = new ArrayList<>();
    for (Product mine : products) {
      other.products.forEach(theirs -> add(mine.intersect(theirs), joined));
    }
    return new PacketSet(space, List.copyOf(joined));
  }

  public PacketSet subtract(Product other) {
    if (!overlaps(other)) {
      return this;
    }
    List<Product> joined = new ArrayList<>();
    for (Product mine : products) {
      mine.subtract(other).forEach(piece -> add(piece, joined));
    }
    return new PacketSet(space, List.copyOf(joined));
  }

  public PacketSet subtract(PacketSet other) {
    PacketSet left = this;
    for (Product product : other.products) {
      left = left.subtract(product);
    }
    return left;
  }

  /** One of its packets, if there is one. */
  public Optional<Point> pick(Preferences preferences) {
    return products.stream().findFirst().map(product -> product.pick(preferences));
  }

  @Override
  public String toString() {
    return products.stream().map(Product::toString).collect(Collectors.joining(" or ", "{", "}"));
  }
}
